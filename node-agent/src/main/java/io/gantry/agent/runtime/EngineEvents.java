package io.gantry.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which pods' containers changed: at once from the engine's event stream, and from a listing every ten seconds, which is
 * what remains true when events are lost or the engine restarts.
 */
public final class EngineEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);
    /** Events tell at once what changes; a listing of everything costs engine and agent far more, and only makes up for lost ones. */
    private static final Duration RELIST = Duration.ofSeconds(10);

    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final List<String> ACTIONS = List.of("create", "start", "die", "destroy", "oom");

    private final EngineSocket socket;
    private final DockerContainers containers;
    private final String node;
    private final Consumer<Map<String, List<ContainerRecord>>> onRelist;
    private final Consumer<String> onPodChanged;
    private final Semaphore soon = new Semaphore(0);
    private volatile Thread thread;
    private volatile boolean closed;
    private ContainerStream stream;

    /**
     * @param onRelist gets all our containers by pod uid after every successful listing
     * @param onPodChanged gets the uid of a pod that has an engine event
     */
    public EngineEvents(
            DockerApi docker,
            DockerContainers containers,
            String node,
            Consumer<Map<String, List<ContainerRecord>>> onRelist,
            Consumer<String> onPodChanged) {
        this.socket = docker.socket();
        this.containers = containers;
        this.node = node;
        this.onRelist = onRelist;
        this.onPodChanged = onPodChanged;
    }

    public void start() {
        thread = Thread.ofVirtual().name("engine-relist").start(this::run);
    }

    /** Asks for a listing before the next one is due. */
    public void listSoon() {
        soon.release();
    }

    @Override
    public void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
        closeStream();
    }

    private void run() {
        Set<String> before = Set.of();
        boolean reachable = true;
        while (!closed) {
            try {
                openStream();
                Map<String, List<ContainerRecord>> byPod = relist();
                Set<String> now = fingerprint(byPod);
                changed(before, now).forEach(onPodChanged);
                before = now;
                onRelist.accept(byPod);
                if (!reachable) {
                    LOG.info("event=engine-back");
                }
                reachable = true;
            } catch (EngineException e) {
                if (reachable) {
                    LOG.warn("event=engine-away error=\"{}\"", e.getMessage());
                }
                reachable = false;
                closeStream();
            }
            if (!pause(reachable)) {
                return;
            }
        }
    }

    private Map<String, List<ContainerRecord>> relist() {
        Map<String, List<ContainerRecord>> byPod = new HashMap<>();
        containers
                .list()
                .forEach(record -> byPod.computeIfAbsent(record.pod().uid(), uid -> new java.util.ArrayList<>())
                        .add(record));
        return byPod;
    }

    /** One text a container: pod uid, id and state. */
    private static Set<String> fingerprint(Map<String, List<ContainerRecord>> byPod) {
        Set<String> result = new HashSet<>();
        byPod.forEach((uid, records) ->
                records.forEach(record -> result.add(uid + " " + record.id() + " " + record.state())));
        return result;
    }

    private static Set<String> changed(Set<String> before, Set<String> now) {
        Set<String> uids = new HashSet<>();
        before.stream().filter(entry -> !now.contains(entry)).forEach(entry -> uids.add(uid(entry)));
        now.stream().filter(entry -> !before.contains(entry)).forEach(entry -> uids.add(uid(entry)));
        return uids;
    }

    private static String uid(String entry) {
        return entry.substring(0, entry.indexOf(' '));
    }

    /** Until the next listing, which is not far when the engine is away or has ended its stream, or somebody wants it. */
    private boolean pause(boolean reachable) {
        try {
            if (!reachable || soon.tryAcquire(RELIST.toMillis(), TimeUnit.MILLISECONDS)) {
                Thread.sleep(RETRY);
                soon.drainPermits();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Reads events until the stream ends; the next listing opens it again. */
    private synchronized void openStream() {
        if (stream != null || closed) {
            return;
        }
        try {
            ContainerStream opened = socket.get("/events?filters=" + filters(), true);
            stream = opened;
            Thread.ofVirtual().name("engine-events").start(() -> read(opened));
        } catch (IOException e) {
            throw new EngineException("cannot read the engine's events: " + e.getMessage(), e);
        }
    }

    private void read(ContainerStream events) {
        StringBuilder text = new StringBuilder();
        try {
            Optional<ContainerStream.Chunk> chunk = events.read();
            while (chunk.isPresent()) {
                text.append(new String(chunk.get().bytes(), StandardCharsets.UTF_8));
                for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
                    handle(Json.read(text.substring(0, end)));
                    text.delete(0, end + 1);
                }
                chunk = events.read();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("event=engine-events-ended error=\"{}\"", e.getMessage());
        } finally {
            closeStream();
            listSoon();
        }
    }

    private void handle(ObjectNode event) {
        JsonNode actor = event.path("Actor");
        containers.invalidate(actor.path("ID").asText());
        String uid = actor.path("Attributes").path(Labels.POD_UID).asText("");
        if (!uid.isEmpty()) {
            onPodChanged.accept(uid);
        }
    }

    private String filters() {
        ObjectNode filters = Json.object();
        filters.putArray("type").add("container");
        filters.putArray("label").add(Labels.NODE + "=" + node);
        ArrayNode actions = filters.putArray("event");
        ACTIONS.forEach(actions::add);
        return URLEncoder.encode(filters.toString(), StandardCharsets.UTF_8);
    }

    private synchronized void closeStream() {
        if (stream != null) {
            stream.close();
        }
        stream = null;
    }
}
