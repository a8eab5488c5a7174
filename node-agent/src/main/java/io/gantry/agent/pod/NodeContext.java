package io.gantry.agent.pod;

import io.gantry.agent.object.Quantity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The node that pods run on.
 *
 * @param addresses the node's own
 * @param memoryBytes of the machine
 * @param lowestOomScore the lowest {@code oom_score_adj} that a process may be given
 * @param allocatable what pods may use, by resource
 * @param seccompProfiles directory of the profiles that pods may name
 * @param appArmor whether the kernel enforces AppArmor profiles
 */
public record NodeContext(
        String name,
        List<String> addresses,
        long memoryBytes,
        int lowestOomScore,
        Map<String, Quantity> allocatable,
        Path seccompProfiles,
        boolean appArmor) {}
