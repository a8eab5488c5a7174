package io.gantry.agent.node;

import io.gantry.agent.node.ReservedGroup.Owner;
import io.gantry.agent.node.ReservedGroup.Scope;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads whom the option {@code --enforce-node-allocatable} wants held to their share; refuses in upstream's words. */
final class Enforcements {

    private static final String OPTION = "enforceNodeAllocatable (--enforce-node-allocatable)";
    private static final String PODS = "pods";
    private static final String NONE = "none";
    private static final List<String> KNOWN = List.of(
            PODS,
            "system-reserved",
            "system-reserved-compressible",
            "kube-reserved",
            "kube-reserved-compressible",
            NONE);

    private final Set<String> named = new LinkedHashSet<>();

    private Enforcements(String text) {
        for (String name : text.isEmpty() ? new String[0] : text.split(",")) {
            require(named.add(name), "duplicated enforcements \"" + name + "\" in " + OPTION);
            require(
                    KNOWN.contains(name),
                    "option \"" + name + "\" specified for " + OPTION + ". Valid options are "
                            + KNOWN.subList(0, KNOWN.size() - 1).stream()
                                    .map(known -> "\"" + known + "\"")
                                    .collect(Collectors.joining(", "))
                            + " or \"" + NONE + "\"");
        }
        require(
                !named.contains(NONE) || named.size() == 1,
                OPTION + " may not contain additional enforcements when \"" + NONE + "\" is specified");
        for (Owner owner : Owner.values()) {
            require(
                    !named.contains(name(owner, Scope.ALL)) || !named.contains(name(owner, Scope.COMPRESSIBLE)),
                    "both \"" + name(owner, Scope.ALL) + "\" and \"" + name(owner, Scope.COMPRESSIBLE)
                            + "\" cannot be specified together in " + OPTION);
        }
    }

    /** @throws IllegalArgumentException when the text makes no sense */
    static Enforcements parse(String text) {
        return new Enforcements(text);
    }

    boolean pods() {
        return named.contains(PODS);
    }

    /**
     * Whose control groups get limits, and which.
     *
     * @param paths of the groups; empty where none is named
     * @throws IllegalArgumentException when a group is missing
     */
    Map<Owner, Scope> owners(Map<Owner, String> paths) {
        Map<Owner, Scope> found = new LinkedHashMap<>();
        for (Scope scope : Scope.values()) {
            for (Owner owner : Owner.values()) {
                if (named.contains(name(owner, scope))) {
                    require(!paths.getOrDefault(owner, "").isEmpty(), missingGroup(owner));
                    found.put(owner, scope);
                }
            }
        }
        return found;
    }

    private static String missingGroup(Owner owner) {
        String options = switch (owner) {
            case SYSTEM -> "systemReservedCgroup (--system-reserved-cgroup)";
            case KUBE -> "kubeReservedCgroup (--kube-reserved-cgroup)";
        };
        return options + " must be specified when \"" + name(owner, Scope.ALL) + "\" or \""
                + name(owner, Scope.COMPRESSIBLE) + "\" included in " + OPTION;
    }

    private static String name(Owner owner, Scope scope) {
        String name = switch (owner) {
            case SYSTEM -> "system-reserved";
            case KUBE -> "kube-reserved";
        };
        return switch (scope) {
            case ALL -> name;
            case COMPRESSIBLE -> name + "-compressible";
        };
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("invalid configuration: " + otherwise);
        }
    }
}
