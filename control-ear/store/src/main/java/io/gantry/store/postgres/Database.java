package io.gantry.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** The pool of connections, the schema, and Hibernate over both. */
public final class Database implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final SessionFactory sessions;

    /** Connects and brings the schema up to date. Throws what the driver throws when the database does not answer. */
    public Database(DatabaseSettings settings) {
        this.settings = settings;
        this.pool = pool(settings);
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            this.sessions = sessions(pool);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource pool(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl(settings.url());
        if (!settings.user().isEmpty()) {
            config.setUsername(settings.user());
            config.setPassword(settings.password());
        }
        config.setPoolName("gantry-store");
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.addDataSourceProperty("prepareThreshold", "1");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(config);
    }

    private static SessionFactory sessions(HikariDataSource pool) {
        Configuration configuration = new Configuration();
        configuration.getProperties().put("hibernate.connection.datasource", pool);
        configuration.setProperty("hibernate.transaction.coordinator_class", "jdbc");
        // nothing here is enhanced; inside an application server the class transformer overflows the stack
        configuration.setProperty("hibernate.enhancer.enableDirtyTracking", "false");
        configuration.setProperty("hibernate.enhancer.enableLazyInitialization", "false");
        configuration.setProperty("hibernate.enhancer.enableAssociationManagement", "false");
        configuration.addAnnotatedClass(ObjectRow.class);
        configuration.addAnnotatedClass(LogRow.class);
        return configuration.buildSessionFactory();
    }

    SessionFactory sessions() {
        return sessions;
    }

    DatabaseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        sessions.close();
        pool.close();
    }
}
