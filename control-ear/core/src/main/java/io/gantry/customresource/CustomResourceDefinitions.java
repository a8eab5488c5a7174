package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.customresource.conversion.Conversions;
import io.gantry.customresource.conversion.CustomConversion;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Scope;
import io.gantry.resource.Subresource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the resources that a CustomResourceDefinition declares: one for each version that is served. */
final class CustomResourceDefinitions {

    private static final Set<String> VERBS =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final Set<String> READ_AND_WRITE = Set.of("get", "patch", "update");

    private final Declaration declaration;
    private final CustomVersions versions;

    private CustomResourceDefinitions(Declaration declaration, CustomVersions versions) {
        this.declaration = declaration;
        this.versions = versions;
    }

    /** The stored version first; none until the definition is established. */
    static List<ResourceDefinition> of(Declaration declaration, Conversions conversions) {
        if (!declaration.isEstablished()) {
            return List.of();
        }
        Map<String, CustomSchema> schemas = new LinkedHashMap<>();
        for (JsonNode version : declaration.versions()) {
            String name = Nodes.text(version, "name");
            schemas.put(
                    declaration.group() + "/" + name,
                    new CustomSchema(
                            schemaName(declaration, name),
                            version.path("schema").path("openAPIV3Schema")));
        }
        CustomConversion conversion = conversions.of(declaration.spec().path("conversion"));
        CustomResourceDefinitions all =
                new CustomResourceDefinitions(declaration, new CustomVersions(schemas, conversion));
        List<ResourceDefinition> definitions = new ArrayList<>();
        for (JsonNode version : declaration.versions()) {
            if (version.path("served").asBoolean()) {
                ResourceDefinition definition = all.definition(version);
                boolean stored = definition.version().equals(declaration.storageVersion());
                definitions.add(stored ? 0 : definitions.size(), definition);
            }
        }
        return definitions;
    }

    private ResourceDefinition definition(JsonNode version) {
        JsonNode names = declaration.acceptedNames();
        String name = Nodes.text(version, "name");
        return new ResourceDefinition(
                declaration.group(),
                name,
                Nodes.text(names, "kind"),
                Nodes.text(names, "plural"),
                Nodes.text(names, "singular"),
                Nodes.texts(names, "shortNames"),
                Nodes.texts(names, "categories"),
                declaration.isNamespaced() ? Scope.NAMESPACED : Scope.CLUSTER,
                VERBS,
                subresources(version, Nodes.text(names, "kind")),
                declaration.resource(),
                declaration.storageVersion(),
                deprecation(version),
                schemaName(declaration, name),
                selectableFields(version),
                CustomColumns.of(version),
                new CustomResourceStrategy(declaration, version, versions));
    }

    /** {@code com.example.stable.v1.CronTab} of group {@code stable.example.com}. */
    private static String schemaName(Declaration declaration, String version) {
        List<String> parts = new ArrayList<>(List.of(declaration.group().split("\\.")));
        Collections.reverse(parts);
        return String.join(".", parts) + "." + version + "." + Nodes.text(declaration.acceptedNames(), "kind");
    }

    private static Map<String, Subresource> subresources(JsonNode version, String kind) {
        Map<String, Subresource> subresources = new LinkedHashMap<>();
        if (version.path("subresources").has("status")) {
            subresources.put("status", new Subresource("status", "", "", kind, READ_AND_WRITE));
        }
        if (version.path("subresources").has("scale")) {
            subresources.put("scale", new Subresource("scale", "autoscaling", "v1", "Scale", READ_AND_WRITE));
        }
        return Collections.unmodifiableMap(subresources);
    }

    private Optional<String> deprecation(JsonNode version) {
        if (!version.path("deprecated").asBoolean()) {
            return Optional.empty();
        }
        String given = Nodes.text(version, "deprecationWarning");
        return Optional.of(given.isEmpty() ? new VersionAdvice(declaration).instead(version) : given);
    }

    private static Map<String, String> selectableFields(JsonNode version) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (JsonNode field : Nodes.objects(version, "selectableFields")) {
            String path = Nodes.text(field, "jsonPath");
            fields.put(path.startsWith(".") ? path.substring(1) : path, CustomScale.pointer(path));
        }
        return Collections.unmodifiableMap(fields);
    }
}
