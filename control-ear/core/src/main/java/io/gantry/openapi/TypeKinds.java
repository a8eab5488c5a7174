package io.gantry.openapi;

import io.gantry.resource.ResourceDefinition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which types are kinds of their own, for {@code x-kubernetes-group-version-kind}. */
final class TypeKinds {

    private static final GroupVersion CORE = new GroupVersion("", "v1");

    /** What is answered in no group's version. */
    private static final List<String> META =
            List.of("APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status");

    private final Map<String, Set<GroupVersionKind>> kinds = new LinkedHashMap<>();

    private TypeKinds() {}

    /**
     * The kinds of types.
     *
     * @param definitions what a document is about
     * @param others what may be part of that, such as claims in templates
     */
    static Map<String, List<GroupVersionKind>> of(
            Collection<ResourceDefinition> definitions, Collection<ResourceDefinition> others, List<ApiPath> paths) {
        TypeKinds all = new TypeKinds();
        others.forEach(other -> all.add(other.schemaName(), kind(GroupVersion.of(other), other.kind())));
        definitions.forEach(all::add);
        paths.stream()
                .flatMap(path -> path.operations().stream())
                .filter(operation -> operation.isAboutObjects()
                        && operation.response().endsWith("." + operation.kind().kind()))
                .forEach(operation -> all.add(operation.response(), operation.kind()));
        for (String kind : META) {
            all.add("io.k8s.apimachinery.pkg.apis.meta.v1." + kind, kind(CORE, kind));
        }
        return all.kinds.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    private void add(ResourceDefinition definition) {
        GroupVersion version = GroupVersion.of(definition);
        add(definition.schemaName(), kind(version, definition.kind()));
        add(definition.schemaName() + "List", kind(version, definition.kind() + "List"));
        add(ApiOperation.DELETE_OPTIONS, kind(CORE, "DeleteOptions"));
        add(ApiOperation.DELETE_OPTIONS, kind(version, "DeleteOptions"));
        add(ApiOperation.WATCH_EVENT, kind(CORE, "WatchEvent"));
        add(ApiOperation.WATCH_EVENT, kind(version, "WatchEvent"));
    }

    private static GroupVersionKind kind(GroupVersion version, String kind) {
        return new GroupVersionKind(version.group(), version.version(), kind);
    }

    private void add(String type, GroupVersionKind kind) {
        kinds.computeIfAbsent(type, key -> new LinkedHashSet<>()).add(kind);
    }
}
