package io.gantry.store.postgres;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database's own list of the keys that its values are encrypted with, so that an instance which lacks one, or has another of the
 * same name, is stopped before it serves anything or writes what the others cannot read.
 */
final class KeyRegister {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRegister.class);
    private static final byte[] KNOWN_TEXT = "gantry".getBytes(StandardCharsets.US_ASCII);

    private record Registered(String id, String proof) {}

    private final Database database;
    private final DocumentCipher cipher;

    KeyRegister(Database database, DocumentCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    /** Throws {@link UnreadableDocumentException} when values may not be readable; otherwise adds the key that encrypts. */
    void check() {
        database.inTransaction(session -> {
            session.createNativeMutationQuery("lock table encryption_key in share row exclusive mode")
                    .executeUpdate();
            List<Registered> registered = registered(session);
            registered.forEach(this::check);
            cipher.keys()
                    .first()
                    .filter(key ->
                            registered.stream().noneMatch(known -> known.id().equals(key.id())))
                    .ifPresent(key -> register(session, key));
            return registered.size();
        });
    }

    private static List<Registered> registered(StatelessSession session) {
        return session
                .createNativeQuery("select id, proof from encryption_key order by id", Object[].class)
                .getResultList()
                .stream()
                .map(row -> new Registered((String) row[0], (String) row[1]))
                .toList();
    }

    private void check(Registered key) {
        if (cipher.keys().find(key.id()).isEmpty()) {
            throw new UnreadableDocumentException("the database holds values encrypted with key " + key.id()
                    + ", which is not in " + cipher.keys().source()
                    + ": put the key back from a backup or from another instance");
        }
        cipher.document(path(key.id()), key.proof().getBytes(StandardCharsets.US_ASCII));
    }

    private void register(StatelessSession session, EncryptionKeys.Key key) {
        session.createNativeMutationQuery("insert into encryption_key (id, proof) values (:id, :proof)")
                .setParameter("id", key.id())
                .setParameter("proof", cipher.encrypted(key, path(key.id()), KNOWN_TEXT))
                .executeUpdate();
        LOG.info("event=encryption-key-registered key={}", key.id());
    }

    private static String path(String id) {
        return "encryption_key/" + id;
    }

    /** The log revision up to which no value is left under another key than the present one. */
    long rewritten(String id) {
        return database.read(
                session -> session.createNativeQuery("select rewritten from encryption_key where id = :id", Long.class)
                        .setParameter("id", id)
                        .getSingleResult());
    }

    void noteRewritten(String id, long revision) {
        database.inTransaction(session -> session.createNativeMutationQuery(
                        "update encryption_key set rewritten = :revision where id = :id")
                .setParameter("revision", revision)
                .setParameter("id", id)
                .executeUpdate());
    }

    /** Keys that no value needs any more may be taken out of the file. */
    void forgetOthers(String id) {
        int forgotten = database.inTransaction(
                session -> session.createNativeMutationQuery("delete from encryption_key where id <> :id")
                        .setParameter("id", id)
                        .executeUpdate());
        if (forgotten > 0) {
            LOG.info("event=encryption-keys-retired keys={} remaining={}", forgotten, id);
        }
    }
}
