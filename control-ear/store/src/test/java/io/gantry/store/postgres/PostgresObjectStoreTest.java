package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.store.ObjectStore;
import io.gantry.store.ObjectStoreContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a real, durable PostgreSQL. */
class PostgresObjectStoreTest extends ObjectStoreContract {

    private static EmbeddedPostgres postgres;
    private static Database database;
    private static PostgresObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        database = new Database(new DatabaseSettings(postgres.getJdbcUrl("postgres", "postgres"), "", "", 8));
        store = new PostgresObjectStore(database);
    }

    @AfterAll
    static void stop() throws IOException {
        store.close();
        postgres.close();
    }

    @AfterEach
    void empty() {
        try (StatelessSession session = database.sessions().openStatelessSession()) {
            session.beginTransaction();
            session.createNativeMutationQuery("delete from object").executeUpdate();
            session.getTransaction().commit();
        }
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void commitsAreDurable() {
        for (String setting : List.of("fsync", "synchronous_commit")) {
            try (StatelessSession session = database.sessions().openStatelessSession()) {
                assertThat(session.createNativeQuery("show " + setting, String.class)
                                .getSingleResult())
                        .isEqualTo("on");
            }
        }
    }
}
