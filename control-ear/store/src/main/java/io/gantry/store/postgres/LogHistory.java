package io.gantry.store.postgres;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.store.History;
import io.gantry.store.LoggedWrite;
import io.gantry.store.ObjectStore;
import io.gantry.store.Origin;
import io.gantry.store.RevisionCompactedException;
import io.gantry.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.StatelessSession;

/** History as the log has it. */
final class LogHistory implements History {

    /** A question that takes longer would take the database's time from others. */
    private static final String LONGEST = "set local statement_timeout = '20s'";

    private static final String COLUMNS = "l.revision, l.previous, l.key, l.type, l.document, l.written_at, l.origin";

    private static final String ENDS = """
            select revision from object where key = :key
            union select revision from object_log where key = :key and type <> 2 and type = 3
            order by 1 desc""";

    /** Backwards from one revision; a limit stops the recursion. */
    private static final String CHAIN = """
            with recursive chain as (
                select %1$s from object_log l where l.revision = :last
                union all
                select %1$s from chain c join object_log l on l.revision = c.previous where c.previous > 0
            ) select * from chain l where l.revision < :before limit :limit""".formatted(COLUMNS);

    private static final String AS_OF = """
            with later as (
                select distinct on (key) key, previous from object_log
                where revision > :revision and key >= :from and key < :to order by key, revision
            )
            select o.revision, o.key, o.document from object o
                where o.key >= :from and o.key < :to and o.revision <= :revision
            union all select l.previous, l.key, coalesce(
                    (select p.document from object_log p where p.revision = l.previous),
                    (select k.document from object_kept k where k.revision = l.previous))
                from later l where l.previous > 0
            order by 2""";

    private final Database database;
    private final DocumentCipher cipher;

    LogHistory(Database database, DocumentCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    private <T> T patiently(Function<StatelessSession, T> work) {
        return database.read(session -> Database.inTransaction(session, same -> {
            same.createNativeMutationQuery(LONGEST).executeUpdate();
            try {
                return work.apply(same);
            } catch (RuntimeException e) {
                if (SqlFailure.isCancelled(e)) {
                    throw new StoreUnavailableException("history was asked for more than can be read in time", e);
                }
                throw e;
            }
        }));
    }

    @Override
    public List<LoggedWrite> of(ObjectKey key, long before, int limit) {
        return patiently(session -> {
            List<LoggedWrite> found = new ArrayList<>();
            for (long end : ends(session, key)) {
                if (found.size() >= limit) {
                    break;
                }
                found.addAll(chain(session, end, before, limit - found.size()));
            }
            return found;
        });
    }

    private static List<Long> ends(StatelessSession session, ObjectKey key) {
        return session.createNativeQuery(ENDS, Long.class)
                .setParameter("key", key.path())
                .getResultList();
    }

    private List<LoggedWrite> chain(StatelessSession session, long end, long before, int limit) {
        return session
                .createNativeQuery(CHAIN, Object[].class)
                .setParameter("last", end)
                .setParameter("before", before)
                .setParameter("limit", limit)
                .getResultList()
                .stream()
                .map(this::write)
                .toList();
    }

    @Override
    public Optional<LoggedWrite> at(long revision) {
        return patiently(session -> session
                .createNativeQuery(
                        "select " + COLUMNS + " from object_log l where l.revision = :revision", Object[].class)
                .setParameter("revision", revision)
                .getResultList()
                .stream()
                .map(this::write)
                .findFirst());
    }

    @Override
    public List<LoggedWrite> writes(Range range, int limit) {
        String where = switch (range.place()) {
            case Namespace one -> "l.key like :place";
            case AllNamespaces all -> "l.key not like :place";
            case Cluster cluster -> "l.key like :place";
        };
        String place = range.place() instanceof Namespace one ? "%/%/" + one.name() + "/%" : "%//%";
        return patiently(session -> session
                .createNativeQuery(
                        "select " + COLUMNS
                                + " from object_log l where l.revision > :after and l.revision < :before and "
                                + where + " and (cardinality(:only) = 0 or l.key like any(:only))"
                                + " and not l.key like any(:without) order by l.revision desc limit :limit",
                        Object[].class)
                .setParameter("after", range.after())
                .setParameter("before", range.before())
                .setParameter("place", place)
                .setParameter("only", prefixes(range.only()))
                .setParameter("without", prefixes(range.without()))
                .setParameter("limit", limit)
                .getResultList()
                .stream()
                .map(this::write)
                .toList());
    }

    private static String[] prefixes(Collection<GroupResource> resources) {
        return resources.stream()
                .map(resource -> ObjectKey.prefix(resource) + "%")
                .toArray(String[]::new);
    }

    @Override
    public ObjectStore.Snapshot list(String prefix, long revision) {
        List<ApiObject> objects = patiently(session -> session
                .createNativeQuery(AS_OF, Object[].class)
                .setParameter("revision", revision)
                .setParameter("from", prefix)
                .setParameter("to", prefix + '\uffff')
                .getResultList()
                .stream()
                .map(row -> state(row, revision))
                .toList());
        checkComplete(revision); // asked afterwards, as LogReader does
        return new ObjectStore.Snapshot(objects, revision, false);
    }

    private ApiObject state(Object[] row, long asked) {
        if (row[2] == null) {
            throw new RevisionCompactedException(asked, compacted());
        }
        return object((Long) row[0], (String) row[1], (String) row[2]);
    }

    private void checkComplete(long revision) {
        long compacted = compacted();
        if (revision < compacted) {
            throw new RevisionCompactedException(revision, compacted);
        }
    }

    private long compacted() {
        return counter("compacted");
    }

    private long counter(String column) {
        return database.read(session -> session.createNativeQuery(
                        "select " + column + " from revision_counter where id = 1", Long.class)
                .getSingleResult());
    }

    /** Times grow with revisions, so halving finds it; there is no index of times. */
    @Override
    public long revisionAt(Instant time) {
        long low = compacted();
        long high = counter("value");
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (isAfter(middle, time)) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        return low == compacted() ? 0 : low;
    }

    /** Whether the first write from a revision on was committed after a time. */
    private boolean isAfter(long revision, Instant time) {
        return database.read(session -> session.createNativeQuery(
                        "select coalesce((select written_at > :time from object_log where revision >= :revision"
                                + " order by revision limit 1), true)",
                        Boolean.class)
                .setParameter("time", time)
                .setParameter("revision", revision)
                .getSingleResult());
    }

    private LoggedWrite write(Object[] row) {
        ApiObject object = object((Long) row[0], (String) row[2], (String) row[4]);
        long previous = (Long) row[1];
        return new LoggedWrite(
                WriteType.of(((Number) row[3]).shortValue()).event(object, previous),
                previous,
                (Instant) row[5],
                Origin.parse((String) row[6]));
    }

    private ApiObject object(long revision, String key, String document) {
        return ApiObject.of(
                ObjectKey.parse(key), revision, cipher.document(key, document.getBytes(StandardCharsets.UTF_8)));
    }
}
