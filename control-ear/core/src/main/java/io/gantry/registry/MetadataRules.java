package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.JsonEquality;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import io.gantry.validation.ObjectMetaRules;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What ObjectMeta must look like, for every kind (apimachinery pkg/api/validation/objectmeta.go). */
final class MetadataRules {

    private static final Set<String> STANDARD_FINALIZERS =
            Set.of("kubernetes", ObjectMetaRules.ORPHAN, ObjectMetaRules.FOREGROUND);

    /** Groups whose rules upstream keeps apart from those of the core. */
    private static final Set<String> ANY_FINALIZERS = Set.of(
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "apiregistration.k8s.io",
            "coordination.k8s.io",
            "events.k8s.io",
            "node.k8s.io",
            "policy");

    private MetadataRules() {}

    static void check(ResourceDefinition definition, JsonNode metadata, FieldErrors errors) {
        names(definition, metadata, errors);
        namespace(definition, metadata.path("namespace").asText(""), errors);
        ObjectMetaRules.check(metadata, "metadata", errors);
        if (knowsFinalizers(definition)) {
            qualified(ObjectMetaRules.texts(metadata.path("finalizers")), errors);
        }
    }

    static void checkUpdate(JsonNode metadata, JsonNode old, FieldErrors errors) {
        if (old.has("deletionTimestamp")) {
            Set<String> added = new TreeSet<>(ObjectMetaRules.texts(metadata.path("finalizers")));
            ObjectMetaRules.texts(old.path("finalizers")).forEach(added::remove);
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
}
