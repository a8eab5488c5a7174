package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.store.RevisionCompactedException;
import io.gantry.store.StoreEvent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads of the log. */
final class LogReader {

    private static final String STATES = """
            select revision, key, document from object_log where revision = any(:revisions)
            union all select revision, key, document from object_kept where revision = any(:revisions)""";

    private final Database database;
    private final DocumentCipher cipher;

    LogReader(Database database, DocumentCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    List<StoreEvent> after(long revision, int limit) {
        List<StoreEvent> events = database.read(session -> session
                .createQuery("from LogRow where revision > :revision order by revision", LogRow.class)
                .setParameter("revision", revision)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(row -> row.event(cipher))
                .toList());
        // Asked afterwards: the mark is set before anything is dropped, so what is missing above is marked by now.
        long compacted = compacted();
        if (revision < compacted) {
            throw new RevisionCompactedException(revision, compacted);
        }
        return events;
    }

    private ApiObject state(long revision, String key, String document) {
        return ApiObject.of(
                ObjectKey.parse(key), revision, cipher.document(key, document.getBytes(StandardCharsets.UTF_8)));
    }

    private long compacted() {
        return database.read(
                session -> session.createNativeQuery("select compacted from revision_counter where id = 1", Long.class)
                        .getSingleResult());
    }

    Map<Long, ApiObject> statesAt(Collection<Long> revisions) {
        if (revisions.isEmpty()) {
            return Map.of();
        }
        return database.read(session -> {
            Map<Long, ApiObject> states = new HashMap<>();
            session.createNativeQuery(STATES, Object[].class)
                    .setParameter("revisions", revisions.toArray(Long[]::new))
                    .getResultList()
                    .forEach(row -> states.put((Long) row[0], state((Long) row[0], (String) row[1], (String) row[2])));
            return states;
        });
    }
}
