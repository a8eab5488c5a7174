package io.gantry.controller.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells in a namespace's conditions what still keeps it from going, in upstream's words. */
record ContentConditions(List<ApiObject> content, Instant now) {

    /** The same when the deletion of something was refused. */
    Conditions applyRefused(ApiObject namespace, String why) {
        return set(
                apply(namespace),
                "NamespaceDeletionContentFailure",
                "True",
                "ContentDeletionFailed",
                "Failed to delete all resource types, 1 remaining: " + why);
    }

    Conditions apply(ApiObject namespace) {
        Conditions conditions = Conditions.of(namespace.status());
        conditions = set(
                conditions,
                "NamespaceDeletionDiscoveryFailure",
                "False",
                "ResourcesDiscovered",
                "All resources successfully discovered");
        conditions = set(
                conditions,
                "NamespaceDeletionGroupVersionParsingFailure",
                "False",
                "ParsedGroupVersions",
                "All legacy kube types successfully parsed");
        conditions = set(
                conditions,
                "NamespaceDeletionContentFailure",
                "False",
                "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization");
        conditions = content.isEmpty()
                ? set(
                        conditions,
                        "NamespaceContentRemaining",
                        "False",
                        "ContentRemoved",
                        "All content successfully removed")
                : set(
                        conditions,
                        "NamespaceContentRemaining",
                        "True",
                        "SomeResourcesRemain",
                        "Some resources are remaining: " + resources());
        String finalizers = finalizers();
        return finalizers.isEmpty()
                ? set(
                        conditions,
                        "NamespaceFinalizersRemaining",
                        "False",
                        "ContentHasNoFinalizers",
                        "All content-preserving finalizers finished")
                : set(
                        conditions,
                        "NamespaceFinalizersRemaining",
                        "True",
                        "SomeFinalizersRemain",
                        "Some content in the namespace has finalizers remaining: " + finalizers);
    }

    private Conditions set(Conditions conditions, String type, String status, String reason, String message) {
        Optional<JsonNode> present = conditions.find(type);
        String transition = present.filter(old -> old.path("status").asText().equals(status))
                .map(old -> old.path("lastTransitionTime").asText())
                .orElse(Timestamps.seconds(now));
        ObjectNode condition = Json.object();
        condition.put("type", type);
        condition.put("status", status);
        condition.put("lastTransitionTime", transition);
        condition.put("reason", reason);
        condition.put("message", message);
        return conditions.with(condition);
    }

    /** {@code pods. has 2 resource instances}: upstream writes the dot even where the group is empty. */
    private String resources() {
        Map<GroupResource, Long> counts = content.stream()
                .collect(Collectors.groupingBy(object -> object.key().resource(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey().resource() + "." + entry.getKey().group() + " has " + entry.getValue()
                        + " resource instances")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private String finalizers() {
        Map<String, Long> counts = content.stream()
                .flatMap(object -> object.metadata().path("finalizers").valueStream())
                .collect(Collectors.groupingBy(JsonNode::asText, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " in " + entry.getValue() + " resource instances")
                .collect(Collectors.joining(", "));
    }
}
