package io.gantry.agent.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container to be created.
 *
 * @param group the control group that its own is made in; empty for the engine's choice
 */
public record ContainerSpec(
        String name,
        String image,
        Map<String, String> labels,
        Process process,
        Isolation isolation,
        Security security,
        Resources resources,
        String group,
        List<Bind> binds,
        List<Device> devices) {

    /** What runs. Empty entry point and arguments mean those of the image; an empty user means the image's. */
    public record Process(
            List<String> entrypoint,
            List<String> arguments,
            List<String> environment,
            String workingDir,
            String user,
            boolean tty,
            boolean stdin,
            boolean stdinOnce,
            Optional<String> stopSignal) {}

    /** Which namespaces it joins, in the engine's words ({@code none}, {@code host}, {@code container:ID}, {@code shareable}); empty for a new one; and the runtime it is run by, empty for the engine's choice. */
    public record Isolation(
            String hostname, String network, String ipc, String process, Map<String, String> sysctls, String runtime) {}
    /** What it may do. */
    public record Security(
            boolean privileged,
            List<String> addCapabilities,
            List<String> dropCapabilities,
            boolean readOnlyRoot,
            List<String> options,
            List<String> groups,
            boolean unmaskedProc) {

        public static final Security DEFAULT =
                new Security(false, List.of(), List.of(), false, List.of(), List.of(), false);
    }

    /**
     * What it may use.
     *
     * @param cpuShares relative weight, 2 at least
     * @param cpuQuota microseconds of CPU in 100 ms; 0 for no limit
     * @param memory bytes; 0 for no limit
     */
    public record Resources(long cpuShares, long cpuQuota, long memory, int oomScoreAdjust) {}

    /** A host path seen in the container. */
    public record Bind(String hostPath, String containerPath, Access access, Propagation propagation) {}

    /** A device of the host, seen in the container. */
    public record Device(String hostPath, String containerPath, Access access) {}

    /** Whether the container may write there. */
    public enum Access {
        WRITE,
        /** Not to what is mounted; to what is mounted below it, it may. */
        READ,
        /** Neither there nor below. */
        READ_ALL
    }

    /** Whether mounts made on one side are seen on the other. */
    public enum Propagation {
        PRIVATE,
        HOST_TO_CONTAINER,
        BIDIRECTIONAL
    }
}
