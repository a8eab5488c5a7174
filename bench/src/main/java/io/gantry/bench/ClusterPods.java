package io.gantry.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Pods of one node, and when a watcher saw them bound, ready and gone. */
final class ClusterPods implements AutoCloseable {

    private static final int CALLERS = 16;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** What the watcher saw of a pod, in nanoseconds; zero when not yet. */
    record Seen(long bound, long ready, long gone) {

        private static final Seen NOTHING = new Seen(0, 0, 0);

        double startMillis() {
            return (ready - bound) / 1e6;
        }

        private Seen with(String event, JsonNode pod, long now) {
            boolean isBound = !pod.path("spec").path("nodeName").asText().isEmpty();
            return new Seen(
                    bound == 0 && isBound ? now : bound,
                    ready == 0 && isReady(pod) ? now : ready,
                    event.equals("DELETED") ? now : gone);
        }

        private static boolean isReady(JsonNode pod) {
            for (JsonNode condition : pod.path("status").path("conditions")) {
                if (condition.path("type").asText().equals("Ready")) {
                    return condition.path("status").asText().equals("True");
                }
            }
            return false;
        }
    }

    private final ApiClient client;
    private final String node;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Seen> seen = new HashMap<>();

    ClusterPods(Target target, String node) throws IOException, InterruptedException {
        this.client = target.connect(CALLERS + 1);
        this.node = node;
        Objects.makeNamespace(client);
        CountDownLatch connected = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> watch(connected));
        if (!connected.await(30, TimeUnit.SECONDS)) {
            throw new IOException("no watch of pods within 30 s");
        }
    }

    private void watch(CountDownLatch connected) {
        try {
            client.lines(Target.get(Objects.path("pods") + "?watch=true"), connected::countDown, this::saw);
        } catch (IOException e) {
            // closing the client ends it so
            System.Logger log = System.getLogger(ClusterPods.class.getName());
            log.log(System.Logger.Level.DEBUG, "watch ended", e);
        }
    }

    private synchronized void saw(String line) {
        long now = System.nanoTime();
        try {
            JsonNode event = json.readTree(line);
            JsonNode pod = event.path("object");
            seen.compute(
                    pod.path("metadata").path("name").asText(),
                    (name, before) -> (before == null ? Seen.NOTHING : before)
                            .with(event.path("type").asText(), pod, now));
            notifyAll();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates these pods at once and waits until all are ready. */
    List<Seen> start(List<String> names) throws Exception {
        onAll(names, name -> client.require(Target.send("POST", Objects.path("pods"), Objects.runningPod(name, node))));
        return await(names, "ready", pod -> pod.ready > 0);
    }

    /** Deletes these pods at once and waits until all are gone. */
    List<Seen> delete(List<String> names) throws Exception {
        onAll(names, name -> client.require(Target.delete(Objects.path("pods") + "/" + name)));
        return await(names, "gone", pod -> pod.gone > 0);
    }

    private interface Call {
        void on(String name) throws IOException;
    }

    private static void onAll(List<String> names, Call call) throws Exception {
        new Callers(CALLERS)
                .run(names.stream()
                        .map(name -> (Callable<Void>) () -> {
                            call.on(name);
                            return null;
                        })
                        .toList());
    }

    private synchronized List<Seen> await(List<String> names, String what, Predicate<Seen> condition)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            List<String> missing = names.stream()
                    .filter(name -> !condition.test(seen.getOrDefault(name, Seen.NOTHING)))
                    .toList();
            if (missing.isEmpty()) {
                return names.stream().map(seen::get).toList();
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IOException("not " + what + " in time: " + missing);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    @Override
    public void close() throws IOException {
        client.require(Target.delete(Objects.path("pods") + "?gracePeriodSeconds=0"));
        client.require(Target.delete("/api/v1/namespaces/" + Objects.NAMESPACE));
        client.close();
    }
}
