package io.gantry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schemas;
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
 * @param storageVersion the version of the form in which objects are stored; of several versions of a resource, one is the stored
 *     one and the others convert
 * @param deprecation what clients of this version are warned of with every request
 * @param schemaName OpenAPI definition, for example {@code io.k8s.api.apps.v1.Deployment}
 * @param selectableFields field selector name to JSON pointer into the stored object, besides metadata.name and
 *     metadata.namespace; read through {@link #selectableValue}
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
        String storageVersion,
        Optional<String> deprecation,
        String schemaName,
        Map<String, String> selectableFields,
        TableColumns columns,
        Strategy strategy) {

    private static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";

    /** {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public GroupResource groupResource() {
        return new GroupResource(group, plural);
    }

    /** For example {@code DeploymentList}. */
    public String listKind() {
        return strategy.listKind().orElse(kind + "List");
    }

    public boolean namespaced() {
        return scope == Scope.NAMESPACED;
    }

    /** Whether users have declared the kind; others are built in. */
    public boolean isCustom() {
        return strategy.declaredSchema().isPresent();
    }

    /** What the server itself knows of the objects: of declared kinds their type and metadata; empty for kinds that take any field. */
    public Optional<ObjectSchema> schema() {
        return strategy.declaredSchema()
                .map(DeclaredSchema::outline)
                .or(() -> Schemas.builtIn().find(schemaName));
    }

    /** Whether objects are stored in another form than they are served in; {@code toStored} and {@code fromStored} convert. */
    public boolean convertsStorage() {
        return !storage.equals(groupResource()) || !storageVersion.equals(version) || strategy.mayBeStoredInOlderForm();
    }

    public Optional<Subresource> subresource(String name) {
        return Optional.ofNullable(subresources.get(name));
    }

    /** Whether a field selector may name this field. */
    public boolean isSelectable(String field) {
        return field.equals(NAME) || (namespaced() && field.equals(NAMESPACE)) || selectableFields.containsKey(field);
    }

    /**
     * The text that a field selector compares, empty when the field is absent.
     *
     * @param field one for which {@link #isSelectable} is true
     * @param stored the object as it is stored
     */
    public String selectableValue(ObjectNode stored, String field) {
        String pointer = switch (field) {
            case NAME -> "/metadata/name";
            case NAMESPACE -> "/metadata/namespace";
            default -> selectableFields.get(field);
        };
        return strategy.selectableValue(field, stored, stored.at(pointer).asText(""));
    }
}
