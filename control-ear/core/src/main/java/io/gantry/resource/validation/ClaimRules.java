package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.schema.Quantity;
import io.gantry.validation.NameRules;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** PersistentVolumeClaims, and the templates of them in StatefulSets and pods. */
public final class ClaimRules {

    static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    private static final List<String> RESIZE_STATES = List.of(
            "ControllerResizeInProgress",
            "ControllerResizeInfeasible",
            "NodeResizeInProgress",
            "NodeResizeInfeasible",
            "NodeResizePending");

    private ClaimRules() {}

    static void spec(Field spec) {
        Field modes = spec.at("accessModes");
        if (modes.isEmpty()) {
            modes.required("at least 1 access mode is required");
        }
        LabelRules.selector(spec.at("selector"));
        AccessModeRules.check(modes);
        size(spec);
        className(spec.at("storageClassName"));
        spec.at("volumeMode").supportOnly(List.of("Block", "Filesystem"));
        dataSource(spec.at("dataSource"));
        dataSource(spec.at("dataSourceRef"));
        Field namespace = spec.at("dataSourceRef").at("namespace");
        if (!namespace.isEmpty()) {
            namespace.invalid(NameRules.dnsLabel(namespace.text()));
        }
        bothDataSources(spec, namespace);
        className(spec.at("volumeAttributesClassName"));
    }

    /** Reported one level too high, as upstream does. */
    private static void size(Field spec) {
        Field request = spec.at("resources").at("requests").at("storage");
        Field shown = request.reportedAs(spec.path() + ".resources[storage]");
        if (!request.isSet()) {
            shown.required("");
            return;
        }
        Optional<Quantity> size = Amounts.parse(request.value());
        if (size.isPresent() && size.get().value().signum() <= 0) {
            shown.invalid("must be greater than zero");
        }
    }

    static void className(Field name) {
        if (!name.isEmpty()) {
            FormatRules.dnsSubdomain(name);
        }
    }

    private static void dataSource(Field source) {
        if (!source.isSet()) {
            return;
        }
        source.at("name").requireFilled();
        source.at("kind").requireFilled();
        Field group = source.at("apiGroup");
        if (group.isEmpty() && !source.at("kind").is("PersistentVolumeClaim")) {
            source.invalid(
                    source.at("kind").text(), "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
        if (!group.isEmpty()) {
            FormatRules.dnsSubdomain(group);
        }
    }

    private static void bothDataSources(Field spec, Field namespace) {
        Field source = spec.at("dataSource");
        Field reference = spec.at("dataSourceRef");
        if (!source.isSet() || !reference.isSet()) {
            return;
        }
        if (!namespace.isEmpty()) {
            spec.invalid(source.path(), "may not be specified when dataSourceRef.namespace is specified");
        } else if (!SemanticEquality.same(source.value(), reference.value())) {
            spec.invalid(source.path(), "must match dataSourceRef");
        }
    }

    public static void check(Field claim) {
        spec(claim.at("spec"));
    }

    /** A claim may be bound once and, while bound, grow or change the class of its attributes. */
    public static void update(Field claim, JsonNode old) {
        Field spec = claim.at("spec");
        JsonNode before = old.path("spec");
        ObjectNode comparable = comparable(claim, old);
        if (!SemanticEquality.same(comparable, before)) {
            spec.forbidden(
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for"
                            + " bound claims\n" + String.join("\n", Differences.of("spec", before, comparable)));
        }
        size(spec, old);
        spec.at("volumeMode").reportedAs("volumeMode").requireUnchanged(before.path("volumeMode"));
        attributesClass(spec.at("volumeAttributesClassName"), old);
    }

    private static ObjectNode comparable(Field claim, JsonNode old) {
        ObjectNode comparable = Nodes.copy(claim.at("spec").value());
        JsonNode before = old.path("spec");
        if (Nodes.text(before, "volumeName").isEmpty()) {
            comparable.remove("volumeName");
        }
        classUpgrade(claim, old, comparable);
        if (claim.at("status").at("phase").is("Bound")) {
            if (comparable.path("resources").get("requests") instanceof ObjectNode requests) {
                PodUpdateRules.set(
                        requests,
                        "storage",
                        before.path("resources").path("requests").path("storage"));
            }
            PodUpdateRules.set(comparable, "volumeAttributesClassName", before.path("volumeAttributesClassName"));
        }
        return comparable;
    }

    /** A claim without a class may get one; the annotation of old, which once named the class, stays as it is. */
    private static void classUpgrade(Field claim, JsonNode old, ObjectNode comparable) {
        Field annotation = claim.at("metadata").at("annotations").key(CLASS_ANNOTATION);
        JsonNode annotated = old.path("metadata").path("annotations").path(CLASS_ANNOTATION);
        boolean hadClass = Nodes.has(old.path("spec"), "storageClassName");
        String wanted = claim.at("spec").at("storageClassName").text();
        boolean getsClass = !hadClass && claim.at("spec").at("storageClassName").isSet();
        boolean fitsAnnotation = annotated.isMissingNode() || annotated.asText().equals(wanted);
        boolean moved = getsClass && !annotated.isMissingNode() && fitsAnnotation && !annotation.isSet();
        if (!moved && !annotation.text().equals(annotated.asText(""))) {
            claim.errors()
                    .invalid("metadata.annotations[" + CLASS_ANNOTATION + "]", annotation.text(), "field is immutable");
        }
        if (getsClass && fitsAnnotation) {
            comparable.remove("storageClassName");
        }
    }

    private static void size(Field spec, JsonNode old) {
        Field request = spec.at("resources").at("requests").at("storage");
        Quantity size = Amounts.parse(request.value()).orElse(Quantity.ZERO);
        Quantity before =
                Amounts.parse(old.at("/spec/resources/requests/storage")).orElse(Quantity.ZERO);
        Quantity given = Amounts.parse(old.at("/status/capacity/storage")).orElse(Quantity.ZERO);
        if (size.compareTo(before) < 0 && size.compareTo(given) <= 0) {
            request.forbidden("field can not be less than status.capacity");
        }
    }

    private static void attributesClass(Field name, JsonNode old) {
        boolean changed = !SemanticEquality.same(name.value(), old.path("spec").path("volumeAttributesClassName"));
        if (!changed || !Nodes.has(old.path("status"), "currentVolumeAttributesClassName")) {
            return;
        }
        if (!name.isSet()) {
            name.forbidden("update to nil is forbidden when status.currentVolumeAttributesClassName is not nil");
        } else if (name.isEmpty()) {
            name.forbidden(
                    "update to empty string is forbidden when status.currentVolumeAttributesClassName is not nil");
        }
    }

    public static void status(Field claim, JsonNode old) {
        Field status = claim.at("status");
        Field capacity = status.at("capacity");
        capacity.entries().forEach(ClaimRules::notNegative);
        Field states = status.at("allocatedResourceStatuses");
        for (Field state : states.entries()) {
            resourceName(states, state.mapKey());
            if (!RESIZE_STATES.contains(state.text())) {
                states.errors().notSupported(states.path(), state.mapKey(), RESIZE_STATES);
            }
        }
        Field allocated = status.at("allocatedResources");
        for (Field amount : allocated.entries()) {
            resourceName(allocated, amount.mapKey());
            notNegative(amount);
        }
    }

    static void notNegative(Field amount) {
        Amounts.parse(amount.value())
                .filter(quantity -> quantity.value().signum() < 0)
                .ifPresent(quantity -> amount.invalid(
                        quantity.value().setScale(0, RoundingMode.CEILING), "must be a valid resource quantity"));
    }

    private static void resourceName(Field map, String name) {
        List<String> errors = NameRules.qualifiedName(name);
        errors.forEach(error -> map.invalid(name, error));
        boolean isNative = name.indexOf('/') < 0 || name.contains("kubernetes.io/");
        if (errors.isEmpty() && isNative && !name.equals("storage")) {
            map.errors().notSupported(map.path(), name, List.of("storage"));
        }
    }
}
