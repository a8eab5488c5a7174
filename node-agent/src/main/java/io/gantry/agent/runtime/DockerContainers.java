package io.gantry.agent.runtime;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** {@link ContainerEngine} over the Docker API. */
public final class DockerContainers implements ContainerEngine {

    private final DockerApi docker;
    private final DockerImages images;
    private final String node;
    /** Inspections, kept while the state in the listing stays the same. */
    private final ConcurrentMap<String, ContainerRecord> inspected = new ConcurrentHashMap<>();
    /** What the engine last said of itself, as long as it answers and stays the same version. */
    private volatile Optional<EngineInfo> about = Optional.empty();

    public DockerContainers(DockerApi docker, DockerImages images, String node) {
        this.docker = docker;
        this.images = images;
        this.node = node;
    }

    @Override
    public List<ContainerRecord> list() {
        List<ContainerRecord> records = list(Map.of(Labels.NODE, node));
        inspected.keySet().retainAll(records.stream().map(ContainerRecord::id).toList());
        return records;
    }

    @Override
    public List<ContainerRecord> known() {
        return List.copyOf(inspected.values());
    }

    @Override
    public List<ContainerRecord> list(String podUid) {
        return list(Map.of(Labels.NODE, node, Labels.POD_UID, podUid));
    }

    /** Drops what is remembered of a container because the engine reported an event. */
    public void invalidate(String id) {
        inspected.remove(id);
    }

    @Override
    public String create(ContainerSpec spec) {
        return docker.attempt(() -> {
            try {
                return createCommand(spec).exec().getId();
            } catch (ConflictException e) {
                removeOurs(spec, e);
                return createCommand(spec).exec().getId();
            }
        });
    }

    /** A crash between create and start left it behind; one that bears our name and is not the pod's stays, whoever made it. */
    private void removeOurs(ContainerSpec spec, ConflictException conflict) {
        try {
            InspectContainerResponse holder =
                    docker.client().inspectContainerCmd(spec.name()).exec();
            Map<String, String> labels = holder.getConfig().getLabels();
            String uid = spec.labels().get(Labels.POD_UID);
            if (labels == null || !node.equals(labels.get(Labels.NODE)) || !uid.equals(labels.get(Labels.POD_UID))) {
                throw conflict;
            }
            remove(holder.getId());
        } catch (NotFoundException e) {
            // gone since
        }
    }

    @Override
    public void start(String id) {
        docker.attempt(() -> {
            try {
                docker.client().startContainerCmd(id).exec();
            } catch (NotModifiedException e) {
                // it runs already
            } finally {
                inspected.remove(id);
            }
            return id;
        });
    }

    @Override
    public void signal(String id, String signal) {
        docker.attempt(() -> {
            try {
                docker.client().killContainerCmd(id).withSignal(signal).exec();
            } catch (NotFoundException | ConflictException e) {
                // it does not run any more
            } finally {
                inspected.remove(id);
            }
            return id;
        });
    }

    @Override
    public void update(String id, ContainerSpec.Resources resources) {
        docker.attempt(() -> {
            try {
                DockerSpecs.apply(docker.client().updateContainerCmd(id), resources)
                        .exec();
            } finally {
                inspected.remove(id);
            }
            return id;
        });
    }

    @Override
    public void remove(String id) {
        docker.attempt(() -> {
            try {
                docker.client()
                        .removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException e) {
                // gone
            } catch (ConflictException e) {
                if (!String.valueOf(e.getMessage()).contains("already in progress")) {
                    throw e;
                }
            } finally {
                inspected.remove(id);
            }
            return id;
        });
    }

    @Override
    public DiskUse diskUsage(String id) {
        return docker.attempt(() -> {
            try {
                InspectContainerResponse response =
                        docker.client().inspectContainerCmd(id).withSize(true).exec();
                long layer = response.getSizeRw() == null ? 0 : response.getSizeRw();
                String upper = RawFields.text(response, "GraphDriver", "Data", "UpperDir");
                return new DiskUse(layer, inodes(upper), logBytes(response.getLogPath()));
            } catch (NotFoundException e) {
                return DiskUse.NONE;
            }
        });
    }

    /** Of a layer of the storage driver overlay2; other drivers name no such directory. */
    private static long inodes(String upper) {
        Path layer = Path.of(upper);
        if (upper.isEmpty() || !Files.isDirectory(layer)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(layer)) {
            return files.count();
        } catch (IOException | UncheckedIOException e) {
            // the container removed a directory while it was walked through: the next count tells
            return 0;
        }
    }

    private static long logBytes(String log) {
        Path path = Path.of(log == null ? "" : log);
        try {
            return Files.isRegularFile(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            throw new EngineException("cannot measure the log " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Asks for the version each time, for the rest once: while the engine looks up the name of a registry it keeps the answer to the
     * rest back, so that a name server that is away would look like an engine that is.
     */
    @Override
    public EngineInfo info() {
        try {
            String version =
                    docker.attempt(() -> docker.client().versionCmd().exec().getVersion());
            EngineInfo now =
                    about.filter(known -> known.version().equals(version)).orElseGet(this::ask);
            about = Optional.of(now);
            return now;
        } catch (EngineException e) {
            about = Optional.empty();
            throw e;
        }
    }

    private EngineInfo ask() {
        Info info = docker.attempt(() -> docker.client().infoCmd().exec());
        return new EngineInfo(
                info.getServerVersion(),
                info.getDockerRootDir(),
                Objects.requireNonNullElse(info.getCGroupDriver(), "none"));
    }

    private CreateContainerCmd createCommand(ContainerSpec spec) {
        Map<String, String> labels = new HashMap<>(spec.labels());
        labels.put(Labels.NODE, node);
        return DockerSpecs.apply(docker.client().createContainerCmd(spec.image()), spec)
                .withLabels(labels);
    }

    private List<ContainerRecord> list(Map<String, String> labels) {
        List<Container> listed = docker.attempt(() -> docker.client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec());
        return listed.stream().flatMap(container -> record(container).stream()).toList();
    }

    private Optional<ContainerRecord> record(Container listed) {
        ContainerRecord known = inspected.get(listed.getId());
        if (known != null && known.state() == DockerRecords.state(listed.getState())) {
            return Optional.of(known);
        }
        try {
            InspectContainerResponse response = docker.attempt(
                    () -> docker.client().inspectContainerCmd(listed.getId()).exec());
            ContainerRecord fresh = DockerRecords.of(response, images.apiId(response.getImageId()));
            inspected.put(fresh.id(), fresh);
            return Optional.of(fresh);
        } catch (EngineException e) {
            if (e.getCause() instanceof NotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
