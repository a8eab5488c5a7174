package io.gantry.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.gantry.store.StoreUnavailableException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.cfg.Configuration;

/** The pool of connections, the schema, and Hibernate over both. */
public final class Database implements AutoCloseable {

    /** How long a connection of the pool is waited for, and for how long a read is tried again. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long RETRY_MILLIS = 100;

    private final String instance = UUID.randomUUID().toString();
    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final SessionFactory sessions;

    /** Connects and brings the schema up to date. Throws what the driver throws when the database does not answer. */
    public Database(DatabaseSettings settings) {
        this.settings = settings;
        this.pool = pool(settings, instance);
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

    private static HikariDataSource pool(DatabaseSettings settings, String instance) {
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
        config.addDataSourceProperty("ApplicationName", "gantry " + instance);
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

    /** What tells the connections of this pool from those of others. */
    String instance() {
        return instance;
    }

    DatabaseSettings settings() {
        return settings;
    }

    /** Does work that changes nothing, and does it again for some seconds while the database is away. */
    <T> T read(Function<StatelessSession, T> work) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (StatelessSession session = sessions.openStatelessSession()) {
                return work.apply(session);
            } catch (RuntimeException e) {
                if (SqlFailure.of(e) != SqlFailure.CONNECTION) {
                    throw e;
                }
                if (System.nanoTime() > deadline) {
                    throw new StoreUnavailableException("the database does not answer: " + e.getMessage(), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while the database was away", e);
        }
    }

    /** Does work whose statements are each a transaction of its own, once. */
    <T> T once(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return work.apply(session);
        }
    }

    /** Does work in one transaction, once. */
    <T> T inTransaction(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return inTransaction(session, work);
        }
    }

    static <T> T inTransaction(StatelessSession session, Function<StatelessSession, T> work) {
        Transaction transaction = session.beginTransaction();
        try {
            T result = work.apply(session);
            transaction.commit();
            return result;
        } catch (RuntimeException e) {
            rollBack(transaction, e);
            throw e;
        }
    }

    private static void rollBack(Transaction transaction, RuntimeException failure) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        sessions.close();
        pool.close();
    }
}
