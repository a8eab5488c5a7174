package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients at once on a few objects: what each was told must fit one order of all writes, that of their revisions, and no order
 * may turn around what one client saw to happen after another.
 */
class LinearizabilityTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int CLIENTS = 8;
    private static final int STEPS = 250;
    private static final int OBJECTS = 3;

    private final ApiFixture api = new ApiFixture();
    private final AtomicLong ticks = new AtomicLong();
    private final Queue<Seen> history = new ConcurrentLinkedQueue<>();

    private enum Kind {
        WRITE,
        DELETE,
        READ
    }

    /**
     * What one request told its client.
     *
     * @param begun before it, and {@code ended} after it, by one clock of all clients
     * @param revision of the object, 0 when there was none
     * @param based for an update that names a revision: which
     */
    private record Seen(Kind kind, String name, long begun, long ended, long revision, String value, long based) {}

    /** A step of the log: the object's value, or nothing when it was removed. */
    private record Step(long revision, Optional<String> value) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300})
    void whatClientsSeeFitsOneOrder(long seed) throws InterruptedException {
        WatchStream watch = api.watch(MAPS + "?watch=1&resourceVersion=" + api.store.revision());
        CountDownLatch done = new CountDownLatch(CLIENTS);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int client = 0; client < CLIENTS; client++) {
            Random random = new Random(seed * CLIENTS + client);
            String mark = "s" + seed + "c" + client;
            Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < STEPS; i++) {
                        step(random, mark + "i" + i);
                    }
                } catch (RuntimeException | Error e) {
                    failures.add(e);
                } finally {
                    done.countDown();
                }
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).as("seed " + seed).isEmpty();
        check(log(watch));
    }

    private void step(Random random, String value) {
        String name = "m" + random.nextInt(OBJECTS);
        long begun = ticks.incrementAndGet();
        switch (random.nextInt(6)) {
            case 0 -> write(name, begun, api.post(MAPS, body(name, value, "")), value, 0);
            case 1 ->
                write(
                        name,
                        begun,
                        api.patch(MAPS + "/" + name, "merge-patch+json", "{\"data\":{\"v\":\"" + value + "\"}}"),
                        value,
                        0);
            case 2 -> {
                Reply gone = api.delete(MAPS + "/" + name);
                assertThat(gone.status()).isIn(200, 404);
                if (gone.status() == 200) {
                    history.add(new Seen(Kind.DELETE, name, begun, ticks.incrementAndGet(), 0, "", 0));
                }
            }
            case 3 -> {
                Reply present = api.get(MAPS + "/" + name);
                read(name, begun, present);
                if (present.status() == 200) {
                    String based = present.at("/metadata/resourceVersion");
                    long begunAgain = ticks.incrementAndGet();
                    write(
                            name,
                            begunAgain,
                            api.put(MAPS + "/" + name, body(name, value, based)),
                            value,
                            Long.parseLong(based));
                }
            }
            case 4 -> read(name, begun, api.get(MAPS + "/" + name));
            default -> {
                Reply list =
                        api.get(MAPS + "?fieldSelector=metadata.name%3D" + name).is(200);
                JsonNode item = list.json().at("/items/0");
                history.add(new Seen(
                        Kind.READ,
                        name,
                        begun,
                        ticks.incrementAndGet(),
                        item.at("/metadata/resourceVersion").asLong(),
                        item.at("/data/v").asText(),
                        0));
            }
        }
    }

    private static String body(String name, String value, String revision) {
        String version = revision.isEmpty() ? "" : ",\"resourceVersion\":\"" + revision + "\"";
        return "{\"metadata\":{\"name\":\"" + name + "\"" + version + "},\"data\":{\"v\":\"" + value + "\"}}";
    }

    private void write(String name, long begun, Reply reply, String value, long based) {
        assertThat(reply.status()).isIn(200, 201, 404, 409);
        if (reply.status() < 300) {
            history.add(new Seen(
                    Kind.WRITE,
                    name,
                    begun,
                    ticks.incrementAndGet(),
                    Long.parseLong(reply.at("/metadata/resourceVersion")),
                    value,
                    based));
        }
    }

    private void read(String name, long begun, Reply reply) {
        assertThat(reply.status()).isIn(200, 404);
        boolean found = reply.status() == 200;
        history.add(new Seen(
                Kind.READ,
                name,
                begun,
                ticks.incrementAndGet(),
                found ? Long.parseLong(reply.at("/metadata/resourceVersion")) : 0,
                found ? reply.at("/data/v") : "",
                0));
    }

    private static Map<String, TreeMap<Long, Step>> log(WatchStream watch) {
        Map<String, TreeMap<Long, Step>> log = new TreeMap<>();
        for (int i = 0; i < OBJECTS; i++) {
            log.put("m" + i, new TreeMap<>());
        }
        for (JsonNode event : ApiFixture.frames(watch)) {
            JsonNode object = event.path("object");
            long revision = object.at("/metadata/resourceVersion").asLong();
            boolean removed = event.path("type").asText().equals("DELETED");
            log.get(object.at("/metadata/name").asText())
                    .put(
                            revision,
                            new Step(
                                    revision,
                                    removed
                                            ? Optional.empty()
                                            : Optional.of(object.at("/data/v").asText())));
        }
        return log;
    }

    private void check(Map<String, TreeMap<Long, Step>> log) {
        for (Map.Entry<String, TreeMap<Long, Step>> each : log.entrySet()) {
            List<Seen> seen = history.stream()
                    .filter(one -> one.name().equals(each.getKey()))
                    .toList();
            checkWrites(each.getValue(), seen);
            for (Seen read : seen) {
                if (read.kind() == Kind.READ) {
                    checkRead(each.getValue(), seen, read);
                }
            }
        }
    }

    private static void checkWrites(TreeMap<Long, Step> log, List<Seen> seen) {
        List<Seen> writes = new ArrayList<>();
        for (Seen one : seen) {
            if (one.kind() == Kind.WRITE) {
                assertThat(log.get(one.revision()).value()).as("%s", one).contains(one.value());
                if (one.based() > 0) {
                    assertThat(log.lowerKey(one.revision())).as("%s", one).isEqualTo(one.based());
                }
                writes.add(one);
            }
        }
        long removals =
                log.values().stream().filter(step -> step.value().isEmpty()).count();
        assertThat(seen.stream().filter(one -> one.kind() == Kind.DELETE).count())
                .isEqualTo(removals);
        assertThat(log).hasSize((int) (writes.size() + removals));
        for (Seen first : writes) {
            for (Seen second : writes) {
                if (first.ended() < second.begun()) {
                    assertThat(first.revision())
                            .as("%s before %s", first, second)
                            .isLessThan(second.revision());
                }
            }
        }
    }

    /** A read shows the object as of some moment between its begin and its end. */
    private static void checkRead(TreeMap<Long, Step> log, List<Seen> seen, Seen read) {
        // nothing that was written, or read, before it began may be missing
        long earliest = seen.stream()
                .filter(one -> one.ended() < read.begun())
                .mapToLong(Seen::revision)
                .max()
                .orElse(0);
        long latest = seen.stream()
                .filter(one -> one.kind() == Kind.WRITE && one.begun() > read.ended())
                .mapToLong(Seen::revision)
                .min()
                .orElse(Long.MAX_VALUE);
        if (read.revision() > 0) {
            assertThat(log.get(read.revision()).value()).as("%s", read).contains(read.value());
            assertThat(read.revision()).as("%s", read).isBetween(earliest, latest - 1);
            return;
        }
        boolean wasAbsent = earliest == 0
                || log.subMap(earliest, true, latest, false).values().stream()
                        .anyMatch(step -> step.value().isEmpty());
        assertThat(wasAbsent).as("%s", read).isTrue();
    }
}
