package io.gantry.agent.runtime;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.util.List;
import java.util.Map;

/** Writes a {@link ContainerSpec} in docker-java's terms. */
final class DockerSpecs {

    private static final long CPU_PERIOD_MICROS = 100_000;
    private static final Map<String, String> LOG_LIMITS = Map.of("max-size", "10m", "max-file", "5");

    private DockerSpecs() {}

    static CreateContainerCmd apply(CreateContainerCmd command, ContainerSpec spec) {
        ContainerSpec.Process process = spec.process();
        command.withName(spec.name())
                .withHostConfig(hostConfig(spec))
                .withEnv(process.environment())
                .withTty(process.tty())
                .withStdinOpen(process.stdin())
                .withStdInOnce(process.stdinOnce())
                // probes are the pod's, never the image's
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")));
        if (!process.entrypoint().isEmpty()) {
            command.withEntrypoint(process.entrypoint());
        }
        if (!process.arguments().isEmpty()) {
            command.withCmd(process.arguments());
        }
        if (!process.workingDir().isEmpty()) {
            command.withWorkingDir(process.workingDir());
        }
        if (!process.user().isEmpty()) {
            command.withUser(process.user());
        }
        if (!spec.isolation().hostname().isEmpty()) {
            command.withHostName(spec.isolation().hostname());
        }
        process.stopSignal().ifPresent(command::withStopSignal);
        return command;
    }

    private static HostConfig hostConfig(ContainerSpec spec) {
        ContainerSpec.Security security = spec.security();
        HostConfig config = (security.unmaskedProc() ? new UnmaskedHostConfig() : HostConfig.newHostConfig())
                .withMounts(spec.binds().stream().map(DockerSpecs::bind).toList())
                .withPrivileged(security.privileged())
                .withReadonlyRootfs(security.readOnlyRoot())
                .withCapAdd(capabilities(security.addCapabilities()))
                .withCapDrop(capabilities(security.dropCapabilities()))
                .withSecurityOpts(security.options())
                .withGroupAdd(security.groups())
                .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_LIMITS))
                .withSysctls(spec.isolation().sysctls());
        limit(config, spec.resources());
        config.withDevices(spec.devices().stream().map(DockerSpecs::device).toList());
        if (!spec.group().isEmpty()) {
            config.withCgroupParent(spec.group());
        }
        return isolate(config, spec.isolation());
    }

    private static void limit(HostConfig config, ContainerSpec.Resources resources) {
        config.withCpuShares((int) resources.cpuShares()).withOomScoreAdj(resources.oomScoreAdjust());
        if (resources.cpuQuota() > 0) {
            config.withCpuPeriod(CPU_PERIOD_MICROS).withCpuQuota(resources.cpuQuota());
        }
        if (resources.memory() > 0) {
            // the same number for memory and swap: no swap
            config.withMemory(resources.memory()).withMemorySwap(resources.memory());
        }
    }

    /**
     * Zero means "as it is", which is right for memory: a resize may not take a limit away, and the engine refuses minus one, which
     * does that for the quota.
     */
    static UpdateContainerCmd apply(UpdateContainerCmd command, ContainerSpec.Resources resources) {
        command.withCpuShares((int) resources.cpuShares());
        if (resources.cpuQuota() > 0) {
            command.withCpuPeriod(CPU_PERIOD_MICROS).withCpuQuota(resources.cpuQuota());
        } else {
            command.withCpuQuota(-1L);
        }
        return command.withMemory(resources.memory()).withMemorySwap(resources.memory());
    }

    private static HostConfig isolate(HostConfig config, ContainerSpec.Isolation isolation) {
        config.withNetworkMode(isolation.network());
        if (!isolation.ipc().isEmpty()) {
            config.withIpcMode(isolation.ipc());
        }
        if (!isolation.process().isEmpty()) {
            config.withPidMode(isolation.process());
        }
        if (!isolation.runtime().isEmpty()) {
            config.withRuntime(isolation.runtime());
        }
        return config;
    }

    private static Device device(ContainerSpec.Device device) {
        String may = device.access() == ContainerSpec.Access.WRITE ? "mrw" : "mr";
        return new Device(may, device.containerPath(), device.hostPath());
    }

    private static Mount bind(ContainerSpec.Bind bind) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(bind.hostPath())
                .withTarget(bind.containerPath())
                .withReadOnly(bind.access() != ContainerSpec.Access.WRITE)
                .withBindOptions(options(bind));
    }

    private static BindOptions options(ContainerSpec.Bind bind) {
        BindOptions options = bind.access() == ContainerSpec.Access.WRITE
                ? new BindOptions()
                : new ReadOnlyBindOptions(bind.access());
        return options.withPropagation(
                switch (bind.propagation()) {
                    case PRIVATE -> BindPropagation.R_PRIVATE;
                    case HOST_TO_CONTAINER -> BindPropagation.R_SLAVE;
                    case BIDIRECTIONAL -> BindPropagation.R_SHARED;
                });
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream().map(DockerSpecs::capability).toArray(Capability[]::new);
    }

    private static Capability capability(String name) {
        try {
            return Capability.valueOf(name.toUpperCase(java.util.Locale.ROOT).replaceFirst("^CAP_", ""));
        } catch (IllegalArgumentException e) {
            throw new EngineException("invalid capability: \"" + name + "\"", e);
        }
    }
}
