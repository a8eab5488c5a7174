package io.gantry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes ConfigMaps all the time, some new, one counted up by optimistic concurrency, and keeps account of what the server
 * acknowledged: that must be there whatever happened in between.
 */
final class WriteLoad implements AutoCloseable {

    private static final int WRITERS = 4;
    private static final long PAUSE_NANOS = 5_000_000;

    private final ApiClient api;
    private final String collection;
    private final String run = Long.toString(System.nanoTime(), 36);
    private final String counter = "counter-" + run;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger counted = new AtomicInteger();
    private final AtomicInteger doubtful = new AtomicInteger();
    private final ObjectMapper mapper = new ObjectMapper();
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean ended;

    WriteLoad(ApiClient api, String namespace) throws IOException, InterruptedException {
        this.api = api;
        this.collection = "/api/v1/namespaces/" + namespace + "/configmaps";
        api.send("POST", collection, configMap(counter, "0"));
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = "written-" + run + "-" + writer + "-";
            writers.submit(() -> create(prefix));
        }
        writers.submit(this::count);
    }

    int acknowledged() {
        return acknowledged.size();
    }

    int counted() {
        return counted.get();
    }

    /** Increments of which nobody knows whether they happened, since no answer came. */
    int doubtful() {
        return doubtful.get();
    }

    /** Names of ConfigMaps that were acknowledged and are not there. */
    Set<String> lost() throws IOException, InterruptedException {
        Set<String> lost = ConcurrentHashMap.newKeySet();
        lost.addAll(acknowledged);
        for (JsonNode item : mapper.readTree(api.get(collection).body()).path("items")) {
            lost.remove(item.path("metadata").path("name").asText());
        }
        return lost;
    }

    int counter() throws IOException, InterruptedException {
        return Integer.parseInt(
                mapper.readTree(api.get(collection + "/" + counter).body())
                        .path("data")
                        .path("value")
                        .asText());
    }

    private void create(String prefix) {
        for (int number = 0; !ended; number++) {
            String name = prefix + number;
            try {
                if (api.send("POST", collection, configMap(name, "x")).statusCode() == 201) {
                    acknowledged.add(name);
                }
            } catch (IOException e) {
                LockSupport.parkNanos(100 * PAUSE_NANOS); // the server is away
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void count() {
        while (!ended) {
            try {
                HttpResponse<String> present = api.get(collection + "/" + counter);
                if (present.statusCode() == 200) {
                    increment((ObjectNode) mapper.readTree(present.body()));
                }
            } catch (IOException e) {
                LockSupport.parkNanos(100 * PAUSE_NANOS);
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void increment(ObjectNode present) throws IOException, InterruptedException {
        int value = Integer.parseInt(present.path("data").path("value").asText());
        present.withObject("/data").put("value", String.valueOf(value + 1));
        try {
            int status = api.send("PUT", collection + "/" + counter, present.toString())
                    .statusCode();
            if (status == 200) {
                counted.incrementAndGet();
            } else if (status >= 500) {
                doubtful.incrementAndGet();
            }
        } catch (IOException e) {
            doubtful.incrementAndGet();
            throw e;
        }
    }

    private static String configMap(String name, String value) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"value\":\"" + value + "\"}}";
    }

    @Override
    public void close() {
        ended = true;
        writers.close();
    }
}
