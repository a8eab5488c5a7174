package io.gantry.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Subresource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The resources of one version (meta/v1 APIResourceList). */
final class ResourceListDocument {

    private static final List<String> DECLARED_VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    private ResourceListDocument() {}

    static ObjectNode of(List<ResourceDefinition> definitions) {
        ObjectNode document = Json.object();
        document.put("kind", "APIResourceList");
        if (!definitions.getFirst().group().isEmpty()) {
            document.put("apiVersion", "v1");
        }
        document.put("groupVersion", definitions.getFirst().apiVersion());
        ArrayNode resources = document.putArray("resources");
        for (ResourceDefinition definition : definitions) {
            resources.add(resource(definition));
            definition.subresources().values().stream()
                    .sorted(Comparator.comparing(Subresource::name))
                    .forEach(subresource -> resources.add(subresource(definition, subresource)));
        }
        return document;
    }

    private static ObjectNode resource(ResourceDefinition definition) {
        ObjectNode entry = entry(definition.plural(), definition.singular(), definition, definition.kind());
        strings(entry, "verbs", verbs(definition));
        if (!definition.shortNames().isEmpty()) {
            strings(entry, "shortNames", definition.shortNames());
        }
        if (!definition.categories().isEmpty()) {
            strings(entry, "categories", definition.categories());
        }
        if (definition.verbs().contains("watch")) {
            entry.put("storageVersionHash", storageVersionHash(definition));
        }
        return entry;
    }

    private static ObjectNode subresource(ResourceDefinition definition, Subresource subresource) {
        String name = definition.plural() + "/" + subresource.name();
        ObjectNode entry = entry(name, "", definition, subresource.kind());
        if (!subresource.group().isEmpty()) {
            entry.put("group", subresource.group());
        }
        if (!subresource.version().isEmpty()) {
            entry.put("version", subresource.version());
        }
        strings(entry, "verbs", sorted(subresource.verbs()));
        return entry;
    }

    private static ObjectNode entry(String name, String singular, ResourceDefinition definition, String kind) {
        return Json.object()
                .put("name", name)
                .put("singularName", singular)
                .put("namespaced", definition.namespaced())
                .put("kind", kind);
    }

    /** In the alphabet's order; of custom resources, in another that upstream has always had. */
    static List<String> verbs(ResourceDefinition definition) {
        return definition.isCustom()
                ? DECLARED_VERBS.stream().filter(definition.verbs()::contains).toList()
                : sorted(definition.verbs());
    }

    private static List<String> sorted(Set<String> verbs) {
        return verbs.stream().sorted().toList();
    }

    private static void strings(ObjectNode target, String field, Collection<String> values) {
        values.forEach(target.putArray(field)::add);
    }

    /** Tells clients when the stored form changes: eight bytes of the digest of group, version and kind. */
    private static String storageVersionHash(ResourceDefinition definition) {
        String stored = definition.storage().group() + "/" + definition.storageVersion() + "/" + definition.kind();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(stored.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
