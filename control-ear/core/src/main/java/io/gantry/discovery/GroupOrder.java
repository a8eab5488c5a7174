package io.gantry.discovery;

import java.util.Comparator;
import java.util.List;

/**
 * The order in which API groups are listed. Clients that look for a kind by its name alone take the first group that has it, so
 * this is upstream's order; groups of custom resources follow, by name.
 */
final class GroupOrder {

    private static final List<String> BUILT_IN = List.of(
            "",
            "apiregistration.k8s.io",
            "apps",
            "events.k8s.io",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "autoscaling",
            "batch",
            "certificates.k8s.io",
            "networking.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "storage.k8s.io",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "scheduling.k8s.io",
            "coordination.k8s.io",
            "node.k8s.io",
            "discovery.k8s.io",
            "resource.k8s.io",
            "flowcontrol.apiserver.k8s.io",
            "internal.apiserver.k8s.io",
            "storagemigration.k8s.io");

    static final Comparator<String> COMPARATOR =
            Comparator.comparingInt(GroupOrder::position).thenComparing(Comparator.naturalOrder());

    private GroupOrder() {}

    static boolean isBuiltIn(String group) {
        return BUILT_IN.contains(group);
    }

    private static int position(String group) {
        int index = BUILT_IN.indexOf(group);
        return index < 0 ? BUILT_IN.size() : index;
    }
}
