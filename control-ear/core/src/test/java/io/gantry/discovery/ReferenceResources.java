package io.gantry.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Scope;
import io.gantry.resource.Strategy;
import io.gantry.resource.Subresource;
import io.gantry.resource.TableColumns;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Upstream's own discovery documents, and the definitions that they describe. */
final class ReferenceResources {

    private static final TableColumns NO_COLUMNS = new TableColumns() {
        @Override
        public List<Column> columns() {
            return List.of();
        }

        @Override
        public List<JsonNode> cells(ApiObject object, Instant now) {
            return List.of();
        }
    };

    private ReferenceResources() {}

    static ObjectNode aggregated() {
        return read("aggregated-v2.json");
    }

    static ObjectNode core() {
        return read("core-v1.json");
    }

    private static ObjectNode read(String name) {
        try (InputStream in = ReferenceResources.class.getResourceAsStream(name)) {
            return Json.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The resources of the named groups. */
    static List<ResourceDefinition> namedGroups() {
        List<ResourceDefinition> definitions = new ArrayList<>();
        for (JsonNode group : aggregated().get("items")) {
            String name = group.at("/metadata/name").asText();
            for (JsonNode version : group.get("versions")) {
                version.get("resources")
                        .forEach(resource -> definitions.add(
                                definition(name, version.get("version").asText(), resource)));
            }
        }
        return definitions;
    }

    private static ResourceDefinition definition(String group, String version, JsonNode resource) {
        Map<String, Subresource> subresources = new HashMap<>();
        resource.path("subresources").forEach(entry -> {
            JsonNode kind = entry.get("responseKind");
            String name = entry.get("subresource").asText();
            subresources.put(name, subresource(name, kind, strings(entry.get("verbs"))));
        });
        return define(
                group,
                version,
                resource.at("/responseKind/kind").asText(),
                resource.get("resource").asText(),
                resource.get("singularResource").asText(),
                resource,
                resource.get("scope").asText().equals("Namespaced"),
                subresources);
    }

    /** The resources of the core group. */
    static List<ResourceDefinition> coreGroup() {
        Map<String, Map<String, Subresource>> subresources = new HashMap<>();
        for (JsonNode entry : core().get("resources")) {
            String[] names = entry.get("name").asText().split("/");
            if (names.length == 2) {
                subresources
                        .computeIfAbsent(names[0], name -> new HashMap<>())
                        .put(names[1], subresource(names[1], entry, strings(entry.get("verbs"))));
            }
        }
        List<ResourceDefinition> definitions = new ArrayList<>();
        for (JsonNode entry : core().get("resources")) {
            String name = entry.get("name").asText();
            if (!name.contains("/")) {
                definitions.add(define(
                        "",
                        "v1",
                        entry.get("kind").asText(),
                        name,
                        entry.get("singularName").asText(),
                        entry,
                        entry.get("namespaced").asBoolean(),
                        subresources.getOrDefault(name, Map.of())));
            }
        }
        return definitions;
    }

    private static Subresource subresource(String name, JsonNode kind, Set<String> verbs) {
        return new Subresource(
                name,
                kind.path("group").asText(),
                kind.path("version").asText(),
                kind.get("kind").asText(),
                verbs);
    }

    private static ResourceDefinition define(
            String group,
            String version,
            String kind,
            String plural,
            String singular,
            JsonNode entry,
            boolean namespaced,
            Map<String, Subresource> subresources) {
        return new ResourceDefinition(
                group,
                version,
                kind,
                plural,
                singular,
                List.copyOf(strings(entry.path("shortNames"))),
                List.copyOf(strings(entry.path("categories"))),
                namespaced ? Scope.NAMESPACED : Scope.CLUSTER,
                strings(entry.get("verbs")),
                subresources,
                new GroupResource(group, plural),
                version,
                Optional.empty(),
                "",
                Map.of(),
                NO_COLUMNS,
                Strategy.GENERIC);
    }

    private static Set<String> strings(JsonNode list) {
        Set<String> strings = new LinkedHashSet<>();
        list.forEach(item -> strings.add(item.asText()));
        return strings;
    }
}
