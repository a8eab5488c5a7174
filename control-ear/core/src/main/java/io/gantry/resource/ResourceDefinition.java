package io.gantry.resource;

import io.gantry.object.GroupResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the generic path must know of one resource; built-in kinds and custom resources alike.
 *
 * @param group API group, empty for the core group
 * @param version served version
 * @param kind for example {@code Deployment}
 * @param plural for example {@code deployments}
 * @param singular for example {@code deployment}
 * @param shortNames for example {@code deploy}
 * @param categories for example {@code all}
 * @param scope cluster or namespaced
 * @param verbs the verbs that discovery lists
 * @param subresources by name
 * @param storage the resource under which objects are stored, which differs from group and plural only where two groups serve the
 *     same objects (events)
 * @param schemaName OpenAPI definition, for example {@code io.k8s.api.apps.v1.Deployment}
 * @param selectableFields field selector name to JSON pointer, besides metadata.name and metadata.namespace
 * @param columns table columns after Name and before Age
 * @param strategy what is special about the kind
 */
public record ResourceDefinition(
        String group,
        String version,
        String kind,
        String plural,
        String singular,
        List<String> shortNames,
        List<String> categories,
        Scope scope,
        Set<String> verbs,
        Map<String, Subresource> subresources,
        GroupResource storage,
        String schemaName,
        Map<String, String> selectableFields,
        TableColumns columns,
        Strategy strategy) {

    /** {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public GroupResource groupResource() {
        return new GroupResource(group, plural);
    }

    public boolean namespaced() {
        return scope == Scope.NAMESPACED;
    }

    public Optional<Subresource> subresource(String name) {
        return Optional.ofNullable(subresources.get(name));
    }
}
