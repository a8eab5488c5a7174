package io.gantry.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many watchers of ConfigMaps, and creates at a steady pace: how many events arrive in all, and how long after its create was sent.
 *
 * @param watchers how many
 * @param creates events for each
 * @param perSecond pace of the creates
 */
record WatchFanOut(int watchers, int creates, int perSecond) implements Workload {

    private static final String SENT = "\"sent\":\"";

    @Override
    public Result run(Target target) throws Exception {
        Queue<Long> latencies = new ConcurrentLinkedQueue<>();
        CountDownLatch events = new CountDownLatch(watchers * creates);
        CountDownLatch connected = new CountDownLatch(watchers);
        String namespace = "fan-out-" + Long.toString(System.currentTimeMillis(), 36);
        try (HttpClient client = target.connect()) {
            target.require(
                    client,
                    target.send(
                            "POST",
                            "/api/v1/namespaces",
                            "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + namespace
                                    + "\"}}"));
            for (int watcher = 0; watcher < watchers; watcher++) {
                Thread.ofVirtual().start(() -> watch(client, target, namespace, connected, events, latencies));
            }
            if (!connected.await(60, TimeUnit.SECONDS)) {
                throw new IOException("only " + (watchers - connected.getCount()) + " watchers could connect");
            }
            long start = System.nanoTime();
            create(client, target, namespace, start);
            boolean all = events.await(60, TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - start) / 1e9;
            target.require(client, target.delete("/api/v1/namespaces/" + namespace));
            client.shutdownNow();
            return new Result(
                    seconds,
                    latencies.size(),
                    all ? 0 : events.getCount(),
                    latencies.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private void create(HttpClient client, Target target, String namespace, long start)
            throws IOException, InterruptedException {
        for (int number = 0; number < creates; number++) {
            long due = start + number * 1_000_000_000L / perSecond;
            LockSupport.parkNanos(due - System.nanoTime());
            String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"w-" + number
                    + "\"},\"data\":{" + SENT + System.nanoTime() + "\"}}";
            target.require(client, target.send("POST", "/api/v1/namespaces/" + namespace + "/configmaps", body));
        }
    }

    private static void watch(
            HttpClient client,
            Target target,
            String namespace,
            CountDownLatch connected,
            CountDownLatch events,
            Queue<Long> latencies) {
        HttpRequest request = HttpRequest.newBuilder(java.net.URI.create(
                        target.server() + "/api/v1/namespaces/" + namespace + "/configmaps?watch=true"))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            connected.countDown();
            BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int at = line.indexOf(SENT);
                if (at > 0) {
                    int from = at + SENT.length();
                    long sent = Long.parseLong(line.substring(from, line.indexOf('"', from)));
                    latencies.add(System.nanoTime() - sent);
                    events.countDown();
                }
            }
        } catch (IOException e) {
            if (events.getCount() > 0) {
                System.err.println("watch ended: " + e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
