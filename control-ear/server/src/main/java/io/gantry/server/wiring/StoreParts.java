package io.gantry.server.wiring;

import io.gantry.server.Settings;
import io.gantry.store.ObjectStore;
import io.gantry.store.postgres.Database;
import io.gantry.store.postgres.DatabaseSettings;
import io.gantry.store.postgres.DocumentCipher;
import io.gantry.store.postgres.EncryptionKeys;
import io.gantry.store.postgres.PostgresObjectStore;
import io.gantry.store.postgres.RestoredDatabase;
import io.gantry.store.postgres.RevisionWitness;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Where objects are kept: the database, its keys, and what tells that it was put back from a backup. */
final class StoreParts {

    private static final int DATABASE_CONNECTIONS = 12;

    private StoreParts() {}

    static ObjectStore store(Settings settings) {
        Database database = new Database(databaseSettings(settings));
        try {
            new RestoredDatabase(database)
                    .moveForwardIfRestored(
                            witness(settings).map(RevisionWitness::highest).orElse(0L));
            return new PostgresObjectStore(
                    database, cipher(settings), Duration.ofDays(settings.historyDays()), InstantSource.system());
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static DocumentCipher cipher(Settings settings) {
        return new DocumentCipher(
                () -> EncryptionKeys.read(settings.encryptionKeys()), settings.encrypted(), new SecureRandom());
    }

    /** Remembers outside of the database how far it was; empty when this instance has no place for that. */
    static Optional<RevisionWitness> witness(Settings settings) {
        return settings.state().map(directory -> new RevisionWitness(directory.resolve("revision")));
    }

    private static DatabaseSettings databaseSettings(Settings settings) {
        return new DatabaseSettings(
                settings.databaseUrl(), settings.databaseUser(), settings.databasePassword(), DATABASE_CONNECTIONS);
    }
}
