package io.gantry.agent.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which pods' containers changed: at once from the engine's event stream, and from a listing every few seconds, which is
 * what remains true when events are lost or the engine restarts.
 */
public final class EngineEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);
    private static final Duration RELIST = Duration.ofSeconds(2);
    private static final List<String> ACTIONS = List.of("create", "start", "die", "destroy", "oom");

    private final DockerClient docker;
    private final DockerContainers containers;
    private final String node;
    private final Consumer<Map<String, List<ContainerRecord>>> onRelist;
    private final Consumer<String> onPodChanged;
    private volatile Thread thread;
    private volatile boolean streaming;
    private volatile boolean closed;
    private ResultCallback<Event> stream;

    /**
     * @param onRelist gets all our containers by pod uid after every successful listing
     * @param onPodChanged gets the uid of a pod that has an engine event
     */
    public EngineEvents(
            DockerClient docker,
            DockerContainers containers,
            String node,
            Consumer<Map<String, List<ContainerRecord>>> onRelist,
            Consumer<String> onPodChanged) {
        this.docker = docker;
        this.containers = containers;
        this.node = node;
        this.onRelist = onRelist;
        this.onPodChanged = onPodChanged;
    }

    public void start() {
        thread = Thread.ofVirtual().name("engine-relist").start(this::run);
    }

    @Override
    public void close() {
        closed = true;
        closeStream();
        if (thread != null) {
            thread.interrupt();
        }
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
            if (!pause()) {
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

    private boolean pause() {
        try {
            Thread.sleep(RELIST);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void openStream() {
        if (streaming || closed) {
            return;
        }
        streaming = true;
        stream = docker.eventsCmd()
                .withEventTypeFilter(EventType.CONTAINER)
                .withEventFilter(ACTIONS.toArray(String[]::new))
                .withLabelFilter(Map.of(Labels.NODE, node))
                .exec(new Listener());
    }

    private synchronized void closeStream() {
        streaming = false;
        if (stream == null) {
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("event=close-failed error=\"{}\"", e.getMessage());
        }
        stream = null;
    }

    /** Runs on docker-java's own thread. */
    private final class Listener extends ResultCallback.Adapter<Event> {

        @Override
        public void onNext(Event event) {
            containers.invalidate(event.getId());
            String uid = event.getActor() == null || event.getActor().getAttributes() == null
                    ? null
                    : event.getActor().getAttributes().get(Labels.POD_UID);
            if (uid != null) {
                onPodChanged.accept(uid);
            }
        }

        @Override
        public void onError(Throwable error) {
            // the next listing opens it again
            streaming = false;
            super.onError(error);
        }

        @Override
        public void onComplete() {
            streaming = false;
            super.onComplete();
        }
    }
}
