package io.gantry.agent.pod;

import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.Labels;
import io.gantry.agent.runtime.PauseImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Makes and removes the sandboxes of pods: the container that holds the namespaces, and its network. */
final class SandboxStarter {

    /** Each start costs the engine some 200 ms of work; more at once only make all of them late. */
    private static final Semaphore STARTS = new Semaphore(6);

    private static final long MIN_CPU_SHARES = 2;
    private static final int MAX_KERNEL_NAME = 64;
    private static final int SANDBOX_OOM_SCORE = -998;

    private final PodServices services;

    SandboxStarter(PodServices services) {
        this.services = services;
    }

    /** Starts a sandbox and connects it; on failure nothing of it is left. */
    void create(Pod pod, int attempt) throws IOException, ConfigException {
        if (attempt > 0) {
            services.reporter()
                    .event(ObjectEvent.of(
                            pod,
                            ObjectEvent.Type.NORMAL,
                            "SandboxChanged",
                            "Pod sandbox changed, it will be killed and re-created."));
        }
        STARTS.acquireUninterruptibly();
        try {
            Files.createDirectories(services.directories().of(pod.uid()));
            String id = services.engine().create(spec(pod, attempt));
            try {
                services.engine().start(id);
                connect(pod, id);
            } catch (IOException | EngineException e) {
                services.engine().remove(id);
                throw e;
            }
        } finally {
            STARTS.release();
        }
    }

    /** Takes down the pod's network and removes these sandboxes. */
    void remove(Pod pod, List<ContainerRecord> sandboxes) throws IOException {
        long pid = sandboxes.stream()
                .filter(ContainerRecord::running)
                .mapToLong(ContainerRecord::pid)
                .findFirst()
                .orElse(0);
        services.networks()
                .tearDown(
                        pod.identity(),
                        services.directories().of(pod.uid()),
                        sandboxes.stream().map(ContainerRecord::id).toList(),
                        pid);
        sandboxes.forEach(sandbox -> services.engine().remove(sandbox.id()));
    }

    private void connect(Pod pod, String id) throws IOException {
        if (pod.hostNetwork()) {
            return;
        }
        Optional<ContainerRecord> sandbox = services.engine().list(pod.uid()).stream()
                .filter(record -> record.id().equals(id) && record.running())
                .findFirst();
        if (sandbox.isEmpty()) {
            throw new IOException("sandbox " + id + " ended right after its start");
        }
        services.networks()
                .setUp(
                        pod,
                        services.directories().of(pod.uid()),
                        id,
                        sandbox.get().pid());
    }

    private ContainerSpec spec(Pod pod, int attempt) throws ConfigException {
        return new ContainerSpec(
                Labels.name(pod, "POD", attempt),
                PauseImage.NAME,
                Labels.sandbox(pod, attempt),
                new ContainerSpec.Process(
                        List.of(PauseImage.PROGRAM),
                        List.of(),
                        List.of(),
                        "",
                        "",
                        false,
                        false,
                        false,
                        Optional.empty()),
                new ContainerSpec.Isolation(
                        pod.hostNetwork() ? "" : kernelName(pod),
                        pod.hostNetwork() ? "host" : "none",
                        pod.hostIpc() ? "host" : "shareable",
                        pod.hostPid() ? "host" : "",
                        sysctls(pod),
                        RuntimeHandler.of(pod, services.cluster())),
                ContainerSpec.Security.DEFAULT,
                new ContainerSpec.Resources(
                        MIN_CPU_SHARES, 0, 0, Math.max(services.node().lowestOomScore(), SANDBOX_OOM_SCORE)),
                services.groups().parent(pod),
                List.of(),
                List.of());
    }

    /** What {@code hostname} prints: with {@code setHostnameAsFQDN} all of the name, as far as the kernel can hold it. */
    private String kernelName(Pod pod) throws ConfigException {
        String domain = pod.domain(services.cluster().settings().domain());
        if (!pod.spec().path("setHostnameAsFQDN").asBoolean() || domain.isEmpty()) {
            return pod.hostname();
        }
        String name = pod.hostname() + "." + domain;
        if (name.length() > MAX_KERNEL_NAME) {
            throw new ConfigException("failed to construct FQDN from pod hostname and cluster domain, FQDN " + name
                    + " is too long (" + MAX_KERNEL_NAME + " characters is the max, " + name.length()
                    + " characters requested)");
        }
        return name;
    }

    private static Map<String, String> sysctls(Pod pod) {
        Map<String, String> result = new HashMap<>();
        Json.list(pod.securityContext().path("sysctls"))
                .forEach(sysctl -> result.put(
                        Sysctls.normalized(sysctl.path("name").asText()),
                        sysctl.path("value").asText()));
        return result;
    }
}
