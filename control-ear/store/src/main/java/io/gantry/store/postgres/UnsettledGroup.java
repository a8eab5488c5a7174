package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** A group whose connection failed: the log tells what was committed. */
final class UnsettledGroup {

    private final Database database;
    private final List<PendingWrite> group;

    UnsettledGroup(Database database, List<PendingWrite> group) {
        this.database = database;
        this.group = group;
    }

    /** Completes every write of the group; throws when the database still does not answer. */
    void settle() {
        List<Optional<Long>> found;
        try (StatelessSession session = database.sessions().openStatelessSession()) {
            // the counter's row lock waits for a transaction of ours that may still be running in the server
            session.beginTransaction();
            session.createNativeQuery("select value from revision_counter where id = 1 for update", Long.class)
                    .getSingleResult();
            found = group.stream().map(write -> find(session, write)).toList();
            session.getTransaction().commit();
        }
        for (int i = 0; i < group.size(); i++) {
            PendingWrite write = group.get(i);
            if (found.get(i).isPresent()) {
                write.result()
                        .complete(Optional.of(
                                ApiObject.of(write.key(), found.get(i).get(), write.document())));
            } else {
                write.result()
                        .completeExceptionally(
                                new StoreUnavailableException("the write was not stored: the database went away"));
            }
        }
    }

    private static Optional<Long> find(StatelessSession session, PendingWrite write) {
        return session.createNativeQuery("""
                        select revision from object_log
                        where revision > :expected and key = :key and uid = :uid and type = :type and document = :document
                        order by revision desc limit 1""", Long.class)
                .setParameter("expected", write.expected())
                .setParameter("key", write.key().path())
                .setParameter("uid", write.uid())
                .setParameter("type", write.type().code())
                .setParameter("document", new String(write.document(), StandardCharsets.UTF_8))
                .uniqueResultOptional();
    }
}
