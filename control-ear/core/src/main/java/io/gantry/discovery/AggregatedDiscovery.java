package io.gantry.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Subresource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The aggregated form of discovery: all groups in one document (KEP-3352). */
final class AggregatedDiscovery {

    private AggregatedDiscovery() {}

    static ObjectNode document(ApiGroups groups, List<String> names, String version) {
        ObjectNode document = Json.object();
        document.put("kind", "APIGroupDiscoveryList");
        document.put("apiVersion", "apidiscovery.k8s.io/" + version);
        document.putObject("metadata");
        ArrayNode items = document.putArray("items");
        names.forEach(name -> items.add(group(groups, name)));
        return document;
    }

    private static ObjectNode group(ApiGroups groups, String name) {
        ObjectNode group = Json.object();
        ObjectNode metadata = group.putObject("metadata");
        if (!name.isEmpty()) {
            metadata.put("name", name);
        }
        ArrayNode versions = group.putArray("versions");
        groups.versions(name).forEach(version -> {
            ObjectNode entry = versions.addObject().put("version", version);
            ArrayNode resources = entry.putArray("resources");
            groups.resources(name, version).forEach(definition -> resources.add(resource(definition)));
            entry.put("freshness", "Current");
        });
        return group;
    }

    private static ObjectNode resource(ResourceDefinition definition) {
        ObjectNode resource = Json.object();
        resource.put("resource", definition.plural());
        resource.set(
                "responseKind",
                definition.isCustom()
                        ? responseKind(definition.group(), definition.version(), definition.kind())
                        : responseKind("", "", definition.kind()));
        resource.put("scope", definition.namespaced() ? "Namespaced" : "Cluster");
        resource.put("singularResource", definition.singular());
        strings(resource, "verbs", ResourceListDocument.verbs(definition));
        strings(resource, "shortNames", definition.shortNames());
        strings(resource, "categories", definition.categories());
        if (!definition.subresources().isEmpty()) {
            ArrayNode subresources = resource.putArray("subresources");
            definition.subresources().values().stream()
                    .sorted(Comparator.comparing(Subresource::name))
                    .forEach(subresource -> subresources.add(subresource(definition, subresource)));
        }
        return resource;
    }

    private static ObjectNode subresource(ResourceDefinition definition, Subresource subresource) {
        ObjectNode entry = Json.object();
        entry.put("subresource", subresource.name());
        boolean own = definition.isCustom() && subresource.group().isEmpty();
        entry.set(
                "responseKind",
                own
                        ? responseKind(definition.group(), definition.version(), subresource.kind())
                        : responseKind(subresource.group(), subresource.version(), subresource.kind()));
        strings(entry, "verbs", subresource.verbs().stream().sorted().toList());
        return entry;
    }

    /** Group and version are empty where they are those of the list itself, but for custom resources. */
    private static ObjectNode responseKind(String group, String version, String kind) {
        return Json.object().put("group", group).put("version", version).put("kind", kind);
    }

    private static void strings(ObjectNode target, String field, Collection<String> values) {
        if (!values.isEmpty()) {
            values.forEach(target.putArray(field)::add);
        }
    }
}
