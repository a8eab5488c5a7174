package io.gantry.discovery;

import io.gantry.resource.ResourceDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The served resources by group and version, all in the order in which clients see them. */
final class ApiGroups {

    private final SortedMap<String, SortedMap<String, List<ResourceDefinition>>> groups =
            new TreeMap<>(GroupOrder.COMPARATOR);

    ApiGroups(List<ResourceDefinition> definitions) {
        definitions.stream()
                .sorted(Comparator.comparing(ResourceDefinition::plural))
                .forEach(definition -> groups.computeIfAbsent(
                                definition.group(), group -> new TreeMap<>(VersionOrder.PREFERRED_FIRST))
                        .merge(definition.version(), List.of(definition), ApiGroups::joined));
    }

    private static List<ResourceDefinition> joined(List<ResourceDefinition> left, List<ResourceDefinition> right) {
        List<ResourceDefinition> all = new ArrayList<>(left);
        all.addAll(right);
        return List.copyOf(all);
    }

    /** Named groups, without the core group. */
    List<String> names() {
        return groups.keySet().stream().filter(name -> !name.isEmpty()).toList();
    }

    /** The preferred version first; empty when there is no such group. */
    Set<String> versions(String group) {
        return groups.getOrDefault(group, new TreeMap<>()).keySet();
    }

    /** By name; empty when there is no such group or version. */
    List<ResourceDefinition> resources(String group, String version) {
        return groups.getOrDefault(group, new TreeMap<>()).getOrDefault(version, List.of());
    }
}
