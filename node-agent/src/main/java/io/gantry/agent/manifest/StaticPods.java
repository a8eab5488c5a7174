package io.gantry.agent.manifest;

import io.gantry.agent.object.Pod;
import io.gantry.agent.system.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pods that files of a folder describe, whether there is a control plane or not. A file that cannot be understood leaves what
 * it said before as it is: a slip of the pen must not end a pod.
 */
public final class StaticPods implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StaticPods.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int MAX_FILES = 50;

    private final Path folder;
    private final String nodeName;
    private final StaticPodRunner runner;
    private final Mirrors mirrors;
    private final InstantSource clock;
    private Map<String, Pod> byFile = Map.of();
    private final Map<String, String> troubles = new HashMap<>();
    private volatile Optional<Rounds> rounds = Optional.empty();

    public StaticPods(Path folder, String nodeName, StaticPodRunner runner, Mirrors mirrors, InstantSource clock) {
        this.folder = folder;
        this.nodeName = nodeName;
        this.runner = runner;
        this.mirrors = mirrors;
        this.clock = clock;
    }

    /** Takes up what is there, and then what changes. */
    public void start() {
        look();
        rounds = Optional.of(Rounds.start("static-pods", PERIOD, PERIOD, this::guard));
    }

    @Override
    public void close() {
        rounds.ifPresent(Rounds::close);
    }

    /** Whatever goes wrong, the folder is looked at again. */
    private void guard() {
        try {
            look();
            mirrors.tellWhenMissing();
        } catch (RuntimeException e) {
            LOG.error("event=manifests-not-read folder={}", folder, e);
        }
    }

    /** One look at the folder. */
    void look() {
        Map<String, Pod> found;
        try {
            found = wanted(files());
        } catch (IOException e) {
            trouble("", e);
            return;
        }
        byFile.values().stream()
                .filter(pod ->
                        found.values().stream().noneMatch(other -> other.uid().equals(pod.uid())))
                .forEach(pod -> {
                    LOG.info(
                            "event=static-pod-removed pod={} uid={}",
                            pod.identity().key(),
                            pod.uid());
                    runner.end(pod);
                });
        byFile = found;
        mirrors.wanted(List.copyOf(found.values()));
        // the one before it of the same name first has to be gone
        found.values().stream().filter(pod -> !runner.hasOther(pod)).forEach(runner::run);
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
        }
    }

    private Map<String, Pod> wanted(List<Path> files) {
        Map<String, Pod> wanted = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            read(file, name)
                    .or(() -> Optional.ofNullable(byFile.get(name)))
                    .filter(pod -> !names.contains(pod.identity().key()))
                    .ifPresent(pod -> {
                        names.add(pod.identity().key());
                        wanted.put(name, pod);
                    });
        }
        troubles.keySet().removeIf(name -> !name.isEmpty() && !Files.exists(folder.resolve(name)));
        return wanted;
    }

    private Optional<Pod> read(Path file, String name) {
        try {
            Pod pod = StaticPod.of(Manifests.read(file), name, nodeName, clock.instant());
            troubles.remove(name);
            Pod known = byFile.get(name);
            // the time at which it was seen is no change
            return Optional.of(known != null && known.uid().equals(pod.uid()) ? known : pod);
        } catch (IOException e) {
            trouble(name, e);
            return Optional.empty();
        }
    }

    private void trouble(String name, IOException e) {
        String error = String.valueOf(e.getMessage());
        if (!error.equals(troubles.put(name, error))) {
            LOG.error("event=manifest-refused file={} error=\"{}\"", folder.resolve(name), error);
        }
    }
}
