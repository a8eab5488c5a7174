package io.gantry.agent.pod;

import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.env.ConfigData;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.env.Environment;
import io.gantry.agent.env.Expansion;
import io.gantry.agent.env.PodFields;
import io.gantry.agent.env.ResourceFields;
import io.gantry.agent.env.ServiceVariables;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import io.gantry.agent.runtime.ContainerSpec.Access;
import io.gantry.agent.runtime.ContainerSpec.Bind;
import io.gantry.agent.runtime.ContainerSpec.Propagation;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.Labels;
import io.gantry.agent.volume.FilesOfVolumes;
import io.gantry.agent.volume.VolumeBinds;
import io.gantry.agent.volume.VolumeDevices;
import io.gantry.agent.volume.VolumeSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Composes the specification of a container from its pod. */
final class ContainerStarter {

    private static final int RECURSIVE_READ_ONLY_SINCE = 25;

    private final PodServices services;

    ContainerStarter(PodServices services) {
        this.services = services;
    }

    /** Creates, but does not start, a container and returns its id. */
    String create(Pod pod, List<String> podAddresses, Action.StartContainer action)
            throws ConfigException, IOException {
        Container container = action.container();
        SecuritySpec security = new SecuritySpec(pod, container);
        security.check(action.image().user());
        Map<String, String> environment = environment(pod, container, podAddresses);
        Path directory = services.directories().of(pod.uid());
        Path message = messageFile(directory, container, action.attempt());
        mountImages(pod, container, directory);
        List<Bind> binds =
                new ArrayList<>(new VolumeBinds(new VolumeSources(services.cluster()), services.mounts()::pin)
                        .of(pod, container, directory, environment));
        checkRecursion(binds);
        addFiles(pod, container, podAddresses, directory, binds);
        binds.add(bind(message, container.terminationMessagePath()));
        return services.engine()
                .create(new ContainerSpec(
                        Labels.name(pod, container.name(), action.attempt()),
                        container.image(),
                        Labels.container(
                                pod,
                                container,
                                action.attempt(),
                                action.sandboxId(),
                                action.backoff(),
                                message.toString()),
                        process(container, environment, security.user()),
                        isolation(pod, container, action.sandboxId()),
                        security.security(services.node().seccompProfiles()),
                        ResourceSpec.of(pod, container, services.node()),
                        services.groups().parent(pod),
                        binds,
                        new VolumeDevices(new VolumeSources(services.cluster())).of(pod, container)));
    }

    /** An older engine would leave what is mounted below writable, without a word. */
    private void checkRecursion(List<Bind> binds) throws ConfigException {
        Optional<Bind> recursive =
                binds.stream().filter(bind -> bind.access() == Access.READ_ALL).findFirst();
        if (recursive.isPresent() && services.engine().info().majorVersion() < RECURSIVE_READ_ONLY_SINCE) {
            throw new ConfigException("failed to resolve recursive read-only mode: mount path "
                    + recursive.get().containerPath()
                    + " requested recursive read-only mode, but it is not supported by the runtime");
        }
    }

    private void mountImages(Pod pod, Container container, Path directory) {
        for (Container volume : pod.imageVolumes(container)) {
            try {
                services.mounts()
                        .layers(
                                services.images().layers(volume.image()),
                                directory.resolve("volumes").resolve(volume.name()));
            } catch (IOException e) {
                throw new EngineException(
                        VolumeBinds.IMAGE_NOT_MOUNTED + "volume \"" + volume.name() + "\": " + e.getMessage(), e);
            }
        }
    }

    private Map<String, String> environment(Pod pod, Container container, List<String> podAddresses)
            throws ConfigException {
        if (!services.cluster().synced()) {
            throw new ConfigException("services have not yet been read at least once, cannot construct envvars");
        }
        Map<String, String> links = ServiceVariables.of(
                services.cluster().list(ObjectRef.SERVICES),
                pod.namespace(),
                pod.spec().path("enableServiceLinks").asBoolean(true));
        return new Environment(
                        new ConfigData(services.cluster(), pod.namespace()),
                        new PodFields(pod, podAddresses, services.node().addresses()),
                        new ResourceFields(pod, services.node().allocatable()),
                        links,
                        new FilesOfVolumes(pod, services.directories().of(pod.uid())))
                .of(container);
    }

    private static ContainerSpec.Process process(Container container, Map<String, String> environment, String user) {
        return new ContainerSpec.Process(
                expand(container.command(), environment),
                expand(container.args(), environment),
                environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList(),
                container.json().path("workingDir").asText(""),
                user,
                container.json().path("tty").asBoolean(),
                container.json().path("stdin").asBoolean(),
                container.json().path("stdinOnce").asBoolean(),
                Optional.of(container
                                .json()
                                .path("lifecycle")
                                .path("stopSignal")
                                .asText(""))
                        .filter(signal -> !signal.isEmpty()));
    }

    private static List<String> expand(List<String> words, Map<String, String> environment) {
        return words.stream().map(word -> Expansion.expand(word, environment)).toList();
    }

    private ContainerSpec.Isolation isolation(Pod pod, Container container, String sandboxId) throws ConfigException {
        String sandbox = "container:" + sandboxId;
        return new ContainerSpec.Isolation(
                "",
                sandbox,
                pod.hostIpc() ? "host" : sandbox,
                processes(pod, container, sandbox),
                Map.of(),
                runtime(pod));
    }

    private String runtime(Pod pod) throws ConfigException {
        return RuntimeHandler.of(pod, services.cluster());
    }

    /** Whose processes the container sees. */
    private String processes(Pod pod, Container container, String sandbox) throws ConfigException {
        String target = container.targetContainerName();
        if (!target.isEmpty()) {
            return "container:" + runningContainer(pod, target);
        }
        if (pod.hostPid()) {
            return "host";
        }
        return pod.sharesProcessNamespace() ? sandbox : "";
    }

    private String runningContainer(Pod pod, String name) throws ConfigException {
        return services.engine().list(pod.uid()).stream()
                .filter(record -> record.containerName().equals(name) && record.running())
                .map(ContainerRecord::id)
                .findFirst()
                .orElseThrow(() -> new ConfigException("unable to find target container " + name));
    }

    /** The files that every container of the pod sees, unless it mounts something else there. */
    private void addFiles(Pod pod, Container container, List<String> podAddresses, Path directory, List<Bind> binds)
            throws IOException {
        ClusterSettings settings = services.cluster().settings();
        Path hosts = directory.resolve("etc-hosts");
        write(hosts, HostsFile.of(pod, podAddresses, settings.domain(), read(Path.of("/etc/hosts"))));
        Path resolver = directory.resolve("resolv.conf");
        write(resolver, ResolvConf.of(pod, settings, read(Path.of("/etc/resolv.conf"))));
        addUnlessMounted(bind(hosts, "/etc/hosts"), container, binds);
        addUnlessMounted(bind(resolver, "/etc/resolv.conf"), container, binds);
    }

    private static void addUnlessMounted(Bind bind, Container container, List<Bind> binds) {
        boolean mounted = container.volumeMounts().stream()
                .anyMatch(mount -> mount.path("mountPath").asText().equals(bind.containerPath()));
        if (!mounted) {
            binds.add(bind);
        }
    }

    private static Path messageFile(Path directory, Container container, int attempt) throws IOException {
        Path file = directory.resolve("containers").resolve(container.name()).resolve(Integer.toString(attempt));
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        // the container's user, whoever it is, writes it
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        return file;
    }

    /** Readable for every user of the container, whatever the agent's umask. */
    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static Bind bind(Path source, String target) {
        return new Bind(source.toString(), target, Access.WRITE, Propagation.PRIVATE);
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
