package io.gantry.store.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.ObjectStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Prints what the store does in a second on this machine. Run its {@code main} with the test class path; the argument is the number of
 * operations a measurement.
 */
public final class StoreBenchmark {

    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");

    private final ObjectStore store;
    private final int operations;
    private int round;

    private StoreBenchmark(ObjectStore store, int operations) {
        this.store = store;
        this.operations = operations;
    }

    /** Starts a durable PostgreSQL of its own and measures. */
    public static void main(String[] args) throws Exception {
        int operations = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("max_wal_size", "2GB")
                .start()) {
            Database database =
                    new Database(new DatabaseSettings(postgres.getJdbcUrl("postgres", "postgres"), "", "", 16));
            try (ObjectStore store = new PostgresObjectStore(database)) {
                new StoreBenchmark(store, operations).run();
            }
        }
    }

    private void run() throws Exception {
        measure("warm-up", 32, 1024, this::create);
        for (int size : new int[] {1024, 4096}) {
            for (int callers : new int[] {1, 8, 32, 128}) {
                measure("create", callers, size, this::create);
            }
        }
        measure("update", 1, 1024, this::update);
        measure("update", 32, 1024, this::update);
        measure("get", 1, 1024, this::get);
        measure("get", 32, 1024, this::get);
        measure("revision", 1, 0, (name, size) -> store.revision());
        measure("revision", 64, 0, (name, size) -> store.revision());
        long start = System.nanoTime();
        int objects = store.list("", "", Integer.MAX_VALUE).objects().size();
        System.out.printf("load      objects %7d  %6d ms%n", objects, (System.nanoTime() - start) / 1_000_000);
    }

    private interface Operation {
        void run(String name, int size);
    }

    private void measure(String what, int callers, int size, Operation operation) throws Exception {
        round++;
        int count = callers == 1 ? operations / 8 : operations;
        long[] nanos = new long[count];
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService executor = Executors.newFixedThreadPool(callers)) {
            for (Future<?> caller : IntStream.range(0, callers)
                    .mapToObj(i -> executor.submit(() -> {
                        for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                            long begun = System.nanoTime();
                            operation.run("object-" + round + "-" + n, size);
                            nanos[n] = System.nanoTime() - begun;
                        }
                    }))
                    .toList()) {
                caller.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        System.out.printf(
                "%-9s callers %3d  size %4d  %8.0f/s  p50 %.2f ms  p99 %.2f ms%n",
                what, callers, size, count / seconds, nanos[count / 2] / 1e6, nanos[count * 99 / 100] / 1e6);
    }

    private void create(String name, int size) {
        store.create(key(name), object(name, size));
    }

    private void update(String name, int size) {
        store.update(key("object-1-" + index(name)), present -> new Decision.Write(object(name, size)));
    }

    private void get(String name, int size) {
        if (store.get(key("object-1-" + index(name))).isEmpty()) {
            throw new IllegalStateException("missing " + name);
        }
    }

    private static String index(String name) {
        return name.substring(name.lastIndexOf('-') + 1);
    }

    private static ObjectKey key(String name) {
        return new ObjectKey(CONFIG_MAPS, "default", name);
    }

    private static ObjectNode object(String name, int size) {
        ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata")
                .put("name", name)
                .put("namespace", "default")
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", "2026-01-01T00:00:00Z");
        object.putObject("data").put("text", "text of some length ".repeat(size / 20));
        return object;
    }
}
