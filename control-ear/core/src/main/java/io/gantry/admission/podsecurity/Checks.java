package io.gantry.admission.podsecurity;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rules of the Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
final class Checks {

    /** Baseline first, each level in the order of names. */
    private static final List<Check> ALL = List.of(
            Check.baseline("appArmorProfile", 0, ProfileChecks::appArmor),
            Check.baseline("capabilities_baseline", 0, CapabilityChecks::baseline),
            Check.baseline("hostNamespaces", 0, HostChecks::namespaces),
            Check.baseline("hostPathVolumes", 0, VolumeChecks::hostPath),
            Check.baseline("hostPorts", 0, HostChecks::ports),
            Check.baseline("hostProbesAndHostLifecycle", 34, HostChecks::probes),
            Check.baseline("privileged", 0, PrivilegeChecks::privileged),
            Check.baseline("procMount", 0, PrivilegeChecks::procMount),
            Check.baseline("seLinuxOptions", 0, ProfileChecks::seLinux),
            Check.baseline("seccompProfile_baseline", 0, SeccompChecks::baseline),
            Check.baseline("sysctls", 0, HostChecks::sysctls),
            Check.baseline("windowsHostProcess", 0, PrivilegeChecks::windowsHostProcess),
            Check.restricted("allowPrivilegeEscalation", 8, PrivilegeChecks::escalation),
            Check.restricted("capabilities_restricted", 22, CapabilityChecks::restricted, "capabilities_baseline"),
            Check.restricted("procMount_restricted", 35, PrivilegeChecks::anyProcMount, "procMount"),
            Check.restricted("restrictedVolumes", 0, VolumeChecks::restricted, "hostPathVolumes"),
            Check.restricted("runAsNonRoot", 0, UserChecks::nonRoot),
            Check.restricted("runAsUser", 23, UserChecks::user),
            Check.restricted("seccompProfile_restricted", 19, SeccompChecks::restricted, "seccompProfile_baseline"));

    private Checks() {}

    /** How a pod falls short of a standard. */
    static List<Violation> violations(Standard standard, CheckedPod pod) {
        if (standard.isPrivileged()) {
            return List.of();
        }
        Set<String> replaced =
                applicable(standard).flatMap(check -> check.replaced().stream()).collect(Collectors.toSet());
        return applicable(standard)
                .filter(check -> !replaced.contains(check.id()))
                .flatMap(check -> check.rule().violation(pod, standard.version()).stream())
                .toList();
    }

    private static Stream<Check> applicable(Standard standard) {
        return ALL.stream().filter(check -> check.appliesTo(standard));
    }
}
