package io.gantry.ear;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.store.linearizability.WatchLog;
import io.gantry.store.linearizability.WatchLog.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Watches the ConfigMaps of one namespace and writes down every event. When a connection ends, it goes on at the next instance where it
 * was; when it is told that its place is lost, it lists and begins anew.
 */
final class HttpWatcher implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final int GONE = 410;

    private final List<ApiClient> instances;
    private final String path;
    private final Duration stay;
    private final Consumer<Event> onEvent;
    private final WatchLog log = new WatchLog();
    private final Thread thread;
    private volatile boolean closed;
    private volatile InputStream open = InputStream.nullInputStream();

    /**
     * @param instances where it connects, in turn
     * @param stay how long it asks to be served by each
     * @param from the revision after which it wants events
     * @param onEvent told of each when it arrives
     */
    HttpWatcher(List<ApiClient> instances, String namespace, Duration stay, long from, Consumer<Event> onEvent) {
        this.instances = instances;
        this.path = "/api/v1/namespaces/" + namespace + "/configmaps";
        this.stay = stay;
        this.onEvent = onEvent;
        log.beginsAt(from);
        this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        for (int turn = 0; !closed; turn++) {
            ApiClient instance = instances.get(turn % instances.size());
            try {
                watch(instance);
            } catch (IOException e) {
                LockSupport.parkNanos(PAUSE_NANOS); // the instance is away, or was killed in the middle of a line
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void watch(ApiClient instance) throws IOException, InterruptedException {
        String query = "?watch=1&timeoutSeconds=" + stay.toSeconds() + "&resourceVersion=" + reached();
        HttpResponse<InputStream> response =
                instance.http().send(instance.request(path + query).GET().build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body();
                BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            open = body;
            if (response.statusCode() == GONE) {
                listAgain(instance);
                return;
            }
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                if (!take(JSON.readTree(line), instance)) {
                    return;
                }
            }
        }
    }

    /** False when the place is lost. */
    private boolean take(JsonNode event, ApiClient instance) throws IOException {
        JsonNode object = event.path("object");
        String type = event.path("type").asText();
        if (type.equals("ERROR")) {
            if (object.path("code").asInt() != GONE) {
                throw new IOException("the watch failed: " + object);
            }
            listAgain(instance);
            return false;
        }
        Event told = new Event(
                HttpStore.revision(object), type, object.at("/metadata/name").asText(), HttpStore.value(object));
        log.tells(told);
        onEvent.accept(told);
        return true;
    }

    private void listAgain(ApiClient instance) {
        long revision = HttpStore.revision(instance.get(path + "?limit=1").json());
        log.beginsAt(revision);
    }

    long reached() {
        return log.reached();
    }

    /** See {@link WatchLog#faults}. */
    List<String> faults(List<Event> written) {
        return log.faults(written);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        thread.interrupt();
        open.close();
    }
}
