package io.gantry.store.postgres;

import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hibernate.StatelessSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was written plain, or under an older key, under the present key: the current objects, then the log, in small steps. What
 * the values say and their revisions stay, so that nobody who watches notices. Begins where it ended when it is interrupted.
 */
final class DocumentRewriter {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentRewriter.class);

    /** Rows that one transaction changes. */
    private static final int BATCH = 200;

    /** Revisions that one step looks through. */
    private static final long WINDOW = 20_000;

    private record Row(String key, long revision, String document) {}

    private final Database database;
    private final DocumentCipher cipher;
    private final KeyRegister register;

    DocumentRewriter(Database database, DocumentCipher cipher, KeyRegister register) {
        this.database = database;
        this.cipher = cipher;
        this.register = register;
    }

    /** Rewrites everything that there is now. */
    void run() throws InterruptedException {
        if (cipher.keys().first().isEmpty()) {
            return;
        }
        String id = cipher.keys().first().get().id();
        long reached = revision();
        int objects = 0;
        for (GroupResource resource : cipher.resources()) {
            objects += rewriteTable("object", resource) + rewriteTable("object_kept", resource);
        }
        int logged = rewriteLog(id, reached);
        register.forgetOthers(id);
        if (objects + logged > 0) {
            LOG.info("event=values-rewritten key={} objects={} log={}", id, objects, logged);
        }
    }

    private int rewriteTable(String table, GroupResource resource) throws InterruptedException {
        int rewritten = 0;
        for (int step = BATCH; step == BATCH; rewritten += step) {
            pause();
            step = database.inTransaction(session -> {
                List<Row> rows = rows(session.createNativeQuery(
                                "select key, revision, document from " + table
                                        + " where key >= :from and key < :to and not starts_with(document, :current)"
                                        + " order by key limit :batch for update",
                                Object[].class)
                        .setParameter("from", ObjectKey.prefix(resource))
                        .setParameter("to", end(resource))
                        .setParameter("current", cipher.currentPrefix())
                        .setParameter("batch", BATCH)
                        .getResultList());
                rows.forEach(row -> update(
                        session,
                        "update " + table + " set document = :document where key = :key and revision = :revision",
                        row));
                return rows.size();
            });
        }
        return rewritten;
    }

    private int rewriteLog(String id, long upTo) throws InterruptedException {
        int rewritten = 0;
        long done = Math.max(register.rewritten(id), compacted());
        while (done < upTo) {
            long from = done;
            long to = Math.min(done + WINDOW, upTo);
            for (GroupResource resource : cipher.resources()) {
                for (int step = BATCH; step == BATCH; rewritten += step) {
                    pause();
                    step = rewriteLog(resource, from, to);
                }
            }
            done = to;
            register.noteRewritten(id, done);
        }
        return rewritten;
    }

    private int rewriteLog(GroupResource resource, long from, long to) {
        return database.inTransaction(session -> {
            List<Row> rows = rows(session.createNativeQuery("""
                            select key, revision, document from object_log
                            where revision > :after and revision <= :upTo and key >= :from and key < :to
                            and not starts_with(document, :current) order by revision limit :batch""", Object[].class)
                    .setParameter("after", from)
                    .setParameter("upTo", to)
                    .setParameter("from", ObjectKey.prefix(resource))
                    .setParameter("to", end(resource))
                    .setParameter("current", cipher.currentPrefix())
                    .setParameter("batch", BATCH)
                    .getResultList());
            rows.forEach(row -> update(
                    session,
                    "update object_log set document = :document where key = :key and revision = :revision",
                    row));
            return rows.size();
        });
    }

    private static String end(GroupResource resource) {
        return ObjectKey.prefix(resource) + '\uffff';
    }

    private static List<Row> rows(List<Object[]> rows) {
        return rows.stream()
                .map(row -> new Row((String) row[0], ((Number) row[1]).longValue(), (String) row[2]))
                .toList();
    }

    private void update(StatelessSession session, String sql, Row row) {
        byte[] document = cipher.document(row.key(), row.document().getBytes(StandardCharsets.UTF_8));
        session.createNativeMutationQuery(sql)
                .setParameter(
                        "document", cipher.stored(ObjectKey.parse(row.key()).resource(), row.key(), document))
                .setParameter("key", row.key())
                .setParameter("revision", row.revision())
                .executeUpdate();
    }

    private long revision() {
        return counter("value");
    }

    private long compacted() {
        return counter("compacted");
    }

    private long counter(String column) {
        return database.read(session -> session.createNativeQuery(
                        "select " + column + " from revision_counter where id = 1", Long.class)
                .getSingleResult());
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(1); // lets the writer through, and ends here when the store closes
    }
}
