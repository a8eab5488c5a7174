package io.gantry.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds what other servers serve to the own discovery documents. Changes the documents that it is given. */
public final class MergedDiscovery {

    private static final int CUSTOM_GROUPS = 1000;

    private MergedDiscovery() {}

    /** {@code /apis}: meta/v1 APIGroupList. */
    public static ObjectNode groups(ObjectNode own, List<RemoteVersion> versions) {
        Map<String, ObjectNode> groups = named(own, "groups", group -> Nodes.text(group, "name"));
        for (RemoteVersion version : versions) {
            ObjectNode group = groups.computeIfAbsent(
                    version.group(), name -> inserted(own.withArray("groups"), name, version.groupPriority(), false));
            add(group, version);
        }
        return own;
    }

    /** {@code /apis/GROUP}: meta/v1 APIGroup; empty when nobody serves it. */
    public static Optional<ObjectNode> group(Optional<ObjectNode> own, String name, List<RemoteVersion> versions) {
        List<RemoteVersion> added =
                versions.stream().filter(one -> one.group().equals(name)).toList();
        if (added.isEmpty()) {
            return own;
        }
        ObjectNode group = own.orElseGet(() ->
                Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name));
        added.forEach(version -> add(group, version));
        return Optional.of(group);
    }

    private static void add(ObjectNode group, RemoteVersion version) {
        ObjectNode entry = Json.object()
                .put("groupVersion", version.group() + "/" + version.version())
                .put("version", version.version());
        boolean known = Nodes.objects(group, "versions").contains(entry);
        if (!known) {
            group.withArray("versions").add(entry);
        }
        if (!group.has("preferredVersion")) {
            group.set("preferredVersion", entry);
        }
    }

    /** {@code /apis} with all resources: apidiscovery.k8s.io APIGroupDiscoveryList. */
    public static ObjectNode aggregated(ObjectNode own, List<RemoteVersion> versions) {
        Map<String, ObjectNode> groups = named(own, "items", group -> Nodes.text(group.path("metadata"), "name"));
        for (RemoteVersion version : versions) {
            ObjectNode group = groups.computeIfAbsent(
                    version.group(), name -> inserted(own.withArray("items"), name, version.groupPriority(), true));
            ObjectNode entry = group.withArray("versions").addObject().put("version", version.version());
            version.resources().ifPresent(list -> entry.set("resources", resources(list)));
            entry.put("freshness", version.resources().isPresent() ? "Current" : "Stale");
        }
        return own;
    }

    private static Map<String, ObjectNode> named(
            ObjectNode document, String field, java.util.function.Function<JsonNode, String> name) {
        Map<String, ObjectNode> groups = new LinkedHashMap<>();
        Nodes.objects(document, field).forEach(group -> groups.put(name.apply(group), group));
        return groups;
    }

    /** Before the groups of custom resources when it is more important than they are. */
    private static ObjectNode inserted(ArrayNode groups, String name, int priority, boolean inMetadata) {
        ObjectNode group = Json.object();
        if (inMetadata) {
            group.putObject("metadata").put("name", name);
        } else {
            group.put("name", name);
        }
        int place = groups.size();
        while (priority > CUSTOM_GROUPS && place > 0 && !GroupOrder.isBuiltIn(nameOf(groups.get(place - 1)))) {
            place--;
        }
        groups.insert(place, group);
        return group;
    }

    private static String nameOf(JsonNode group) {
        return group.has("metadata") ? Nodes.text(group.path("metadata"), "name") : Nodes.text(group, "name");
    }

    /** The resources of an APIResourceList as apidiscovery.k8s.io has them, each with its subresources. */
    private static ArrayNode resources(ObjectNode list) {
        Map<String, ObjectNode> resources = new LinkedHashMap<>();
        for (JsonNode resource : Nodes.objects(list, "resources")) {
            String name = Nodes.text(resource, "name");
            if (!name.contains("/")) {
                resources.put(name, resource(resource));
            }
        }
        for (JsonNode part : Nodes.objects(list, "resources")) {
            String[] names = Nodes.text(part, "name").split("/", 2);
            if (names.length == 2) {
                resources.computeIfAbsent(names[0], name -> parent(name, part));
                ObjectNode entry = Json.object().put("subresource", names[1]);
                entry.set("responseKind", responseKind(part));
                copy(part, entry, "verbs");
                resources.get(names[0]).withArray("subresources").add(entry);
            }
        }
        ArrayNode array = Json.MAPPER.createArrayNode();
        resources.values().forEach(array::add);
        return array;
    }

    /** What has parts only, as metrics of objects have, is a resource all the same. */
    private static ObjectNode parent(String name, JsonNode part) {
        ObjectNode entry = Json.object().put("resource", name);
        entry.set("responseKind", responseKind(Json.object()));
        entry.put("scope", scope(part)).put("singularResource", "").putArray("verbs");
        return entry;
    }

    private static String scope(JsonNode resource) {
        return resource.path("namespaced").asBoolean() ? "Namespaced" : "Cluster";
    }

    private static ObjectNode resource(JsonNode resource) {
        ObjectNode entry = Json.object().put("resource", Nodes.text(resource, "name"));
        entry.set("responseKind", responseKind(resource));
        entry.put("scope", scope(resource));
        entry.put("singularResource", Nodes.text(resource, "singularName"));
        for (String field : List.of("verbs", "shortNames", "categories")) {
            copy(resource, entry, field);
        }
        return entry;
    }

    private static ObjectNode responseKind(JsonNode resource) {
        return Json.object()
                .put("group", Nodes.text(resource, "group"))
                .put("version", Nodes.text(resource, "version"))
                .put("kind", Nodes.text(resource, "kind"));
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (Nodes.has(from, field)) {
            to.set(field, from.get(field));
        }
    }
}
