package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.JsonEquality;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.FieldErrors;
import io.gantry.validation.LabelRules;
import io.gantry.validation.NameRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What ObjectMeta must look like, for every kind (apimachinery pkg/api/validation/objectmeta.go). */
final class MetadataRules {

    static final String ORPHAN = "orphan";
    static final String FOREGROUND = "foregroundDeletion";

    private static final Set<String> STANDARD_FINALIZERS = Set.of("kubernetes", ORPHAN, FOREGROUND);

    /** Groups whose rules upstream keeps apart from those of the core. */
    private static final Set<String> ANY_FINALIZERS = Set.of(
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "apiregistration.k8s.io",
            "coordination.k8s.io",
            "events.k8s.io",
            "node.k8s.io",
            "policy");

    private static final int MANAGER_LIMIT = 128;
    private static final int SUBRESOURCE_LIMIT = 256;

    private MetadataRules() {}

    static void check(ResourceDefinition definition, JsonNode metadata, FieldErrors errors) {
        names(definition, metadata, errors);
        namespace(definition, metadata.path("namespace").asText(""), errors);
        if (metadata.path("generation").asLong(0) < 0) {
            errors.invalid(
                    "metadata.generation", metadata.path("generation").asLong(), "must be greater than or equal to 0");
        }
        LabelRules.labels(ApiObject.strings(metadata.path("labels")), "metadata.labels", errors);
        LabelRules.annotations(ApiObject.strings(metadata.path("annotations")), "metadata.annotations", errors);
        OwnerRules.check(metadata.path("ownerReferences"), errors);
        finalizers(definition, texts(metadata.path("finalizers")), errors);
        managers(metadata.path("managedFields"), errors);
    }

    static void checkUpdate(JsonNode metadata, JsonNode old, FieldErrors errors) {
        if (old.has("deletionTimestamp")) {
            Set<String> added = new TreeSet<>(texts(metadata.path("finalizers")));
            texts(old.path("finalizers")).forEach(added::remove);
            if (!added.isEmpty()) {
                List<String> quoted =
                        added.stream().map(name -> "\"" + name + "\"").toList();
                errors.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                                + String.join(", ", quoted) + "}");
            }
        }
        for (String field : List.of(
                "name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds")) {
            JsonNode value = metadata.path(field);
            if (!JsonEquality.same(value, old.path(field))) {
                errors.invalid("metadata." + field, value.isNumber() ? value : value.asText(""), "field is immutable");
            }
        }
    }

    private static void names(ResourceDefinition definition, JsonNode metadata, FieldErrors errors) {
        String generateName = metadata.path("generateName").asText("");
        if (!generateName.isEmpty()) {
            definition
                    .strategy()
                    .nameErrors(NameRules.asName(generateName))
                    .forEach(error -> errors.invalid("metadata.generateName", generateName, error));
        }
        String name = metadata.path("name").asText("");
        if (name.isEmpty()) {
            errors.required("metadata.name", "name or generateName is required");
            return;
        }
        List<String> kindErrors = definition.strategy().nameErrors(name);
        kindErrors.forEach(error -> errors.invalid("metadata.name", name, error));
        if (kindErrors.isEmpty()) {
            NameRules.pathSegment(name).forEach(error -> errors.invalid("metadata.name", name, error));
        }
    }

    private static void namespace(ResourceDefinition definition, String namespace, FieldErrors errors) {
        if (!definition.namespaced()) {
            if (!namespace.isEmpty()) {
                errors.forbidden("metadata.namespace", "not allowed on this type");
            }
        } else if (namespace.isEmpty()) {
            errors.required("metadata.namespace", "");
        } else {
            NameRules.dnsLabel(namespace).forEach(error -> errors.invalid("metadata.namespace", namespace, error));
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void finalizers(ResourceDefinition definition, List<String> finalizers, FieldErrors errors) {
        for (String finalizer : finalizers) {
            NameRules.qualifiedName(finalizer)
                    .forEach(error -> errors.invalid("metadata.finalizers", finalizer, error));
        }
        if (knowsFinalizers(definition)) {
            qualified(finalizers, errors);
        }
        if (finalizers.contains(ORPHAN) && finalizers.contains(FOREGROUND)) {
            errors.add(
                    "FieldValueInvalid",
                    "metadata.finalizers",
                    "Invalid value: [" + String.join(" ", finalizers) + "]: finalizer " + ORPHAN + " and " + FOREGROUND
                            + " cannot be both set");
        }
    }

    private static boolean knowsFinalizers(ResourceDefinition definition) {
        return !ANY_FINALIZERS.contains(definition.group())
                && !definition.kind().equals("Event")
                && definition.strategy().declaredSchema().isEmpty();
    }

    private static void qualified(List<String> finalizers, FieldErrors errors) {
        for (int i = 0; i < finalizers.size(); i++) {
            String finalizer = finalizers.get(i);
            if (finalizer.indexOf('/') < 0 && !STANDARD_FINALIZERS.contains(finalizer)) {
                errors.invalid(
                        "metadata.finalizers[" + i + "]",
                        finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    /** Owners that a client names itself; those that the server sets are always right. */
    private static void managers(JsonNode managed, FieldErrors errors) {
        for (int i = 0; i < managed.size(); i++) {
            String path = "metadata.managedFields[" + i + "]";
            String manager = managed.path(i).path("manager").asText("");
            if (bytes(manager) > MANAGER_LIMIT) {
                errors.tooLong(path + ".manager", MANAGER_LIMIT);
            }
            if (bytes(managed.path(i).path("subresource").asText("")) > SUBRESOURCE_LIMIT) {
                errors.tooLong(path + ".subresource", SUBRESOURCE_LIMIT);
            }
        }
    }

    static List<String> texts(JsonNode array) {
        List<String> result = new ArrayList<>(array.size());
        array.forEach(element -> result.add(element.asText()));
        return result;
    }
}
