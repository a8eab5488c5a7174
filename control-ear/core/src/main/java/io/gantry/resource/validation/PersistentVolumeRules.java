package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.List;

/** PersistentVolumes, and the volumes that an attachment carries inline. */
public final class PersistentVolumeRules {

    private static final String INLINE = " in the context of inline volumes";
    private static final List<String> RECLAIM_POLICIES = List.of("Delete", "Recycle", "Retain");

    private PersistentVolumeRules() {}

    public static void check(Field volume) {
        Field spec = volume.at("spec");
        accessModes(spec);
        capacity(spec.at("capacity"));
        Field policy = spec.at("persistentVolumeReclaimPolicy");
        if (!policy.isEmpty()) {
            policy.supportOnly(RECLAIM_POLICIES);
        }
        nodeAffinity(spec.at("nodeAffinity"));
        sources(volume, spec);
        ClaimRules.className(spec.at("storageClassName"));
        spec.at("volumeMode").supportOnly(List.of("Block", "Filesystem"));
        attributesClass(spec);
    }

    /** What an attachment may carry of a volume: the source alone, and that only of a driver. */
    static void inline(Field spec) {
        for (String field : List.of("claimRef", "nodeAffinity")) {
            spec.at(field).forbidIfSet("may not be specified" + INLINE);
        }
        for (String field : List.of("capacity", "storageClassName")) {
            if (!spec.at(field).isEmpty()) {
                spec.at(field).forbidden("may not be specified" + INLINE);
            }
        }
        if (!spec.at("csi").isSet()) {
            spec.at("csi").required("has to be specified" + INLINE);
        }
        accessModes(spec);
        only(spec.at("persistentVolumeReclaimPolicy"), "Retain", "may only be Retain" + INLINE);
        only(spec.at("volumeMode"), "Filesystem", "may not specify volumeMode other than Filesystem" + INLINE);
        sources(spec, spec);
    }

    private static void only(Field field, String value, String otherwise) {
        if (!field.isEmpty() && !field.is(value)) {
            field.forbidden(otherwise);
        }
    }

    private static void accessModes(Field spec) {
        spec.at("accessModes").requireFilled();
        AccessModeRules.check(spec.at("accessModes"));
    }

    private static void capacity(Field capacity) {
        capacity.requireFilled();
        if (!capacity.at("storage").isSet() || capacity.value().size() > 1) {
            capacity.errors()
                    .notSupported(
                            capacity.path(),
                            capacity.isSet() ? capacity.value() : NullNode.instance,
                            List.of("storage"));
        }
        for (Field amount : capacity.entries()) {
            ClaimRules.notNegative(amount);
            Amounts.parse(amount.value())
                    .filter(size -> size.value().signum() <= 0)
                    .ifPresent(size -> amount.invalid(size.toString(), "must be greater than zero"));
        }
    }

    private static void nodeAffinity(Field affinity) {
        if (affinity.isSet()) {
            if (affinity.at("required").isSet()) {
                AffinityRules.nodeSelector(affinity.at("required"));
            } else {
                affinity.at("required").required("must specify required node constraints");
            }
        }
    }

    private static void sources(Field volume, Field spec) {
        List<Field> sources = PersistentSourceRules.NAMES.stream()
                .map(spec::at)
                .filter(Field::isSet)
                .toList();
        if (sources.isEmpty()) {
            spec.required("must specify a volume type");
            return;
        }
        sources.stream()
                .skip(1)
                .forEach(extra -> extra.reportedAs(VolumeRules.misspelt(extra.path()))
                        .forbidden("may not specify more than 1 volume type"));
        PersistentSourceRules.check(
                sources.getFirst(), volume.at("metadata").at("name").text());
        if (spec.at("local").isSet() && !spec.at("nodeAffinity").isSet()) {
            spec.at("nodeAffinity").required("Local volume requires node affinity");
        }
        Field policy = spec.at("persistentVolumeReclaimPolicy");
        boolean root = spec.at("hostPath").at("path").text().matches("/+\\.?");
        if (root && policy.is("Recycle")) {
            policy.forbidden("may not be 'recycle' for a hostPath mount of '/'");
        }
    }

    private static void attributesClass(Field spec) {
        Field name = spec.at("volumeAttributesClassName");
        if (!name.isSet()) {
            return;
        }
        if (name.isEmpty()) {
            name.required("an empty string is disallowed");
        } else {
            FormatRules.dnsSubdomain(name);
        }
        if (!spec.at("csi").isSet()) {
            spec.at("csi").required("has to be specified when using volumeAttributesClassName");
        }
    }

    /** Where the data lies never changes; a driver's secret for expansion may be added. */
    public static void update(Field volume, JsonNode old) {
        Field spec = volume.at("spec");
        JsonNode before = old.path("spec");
        ObjectNode source = source(spec.value());
        if (source.get("csi") instanceof ObjectNode csi
                && !Nodes.has(before.path("csi"), "controllerExpandSecretRef")) {
            csi.remove("controllerExpandSecretRef");
        }
        ObjectNode oldSource = source(before);
        if (!SemanticEquality.same(source, oldSource)) {
            spec.at("persistentvolumesource")
                    .forbidden("spec.persistentvolumesource is immutable after creation\n"
                            + String.join("\n", Differences.of("spec", oldSource, source)));
        }
        spec.at("volumeMode").reportedAs("volumeMode").requireUnchanged(before.path("volumeMode"));
        Field affinity = spec.at("nodeAffinity");
        if (Nodes.has(before, "nodeAffinity")
                && !SemanticEquality.same(affinity.value(), before.path("nodeAffinity"))) {
            affinity.reportedAs("nodeAffinity")
                    .invalid(affinity.value(), "field is immutable, except for updating from beta label to GA");
        }
        if (Nodes.has(before, "volumeAttributesClassName")
                && !spec.at("volumeAttributesClassName").isSet()) {
            spec.at("volumeAttributesClassName").forbidden("update from non-nil value to nil is forbidden");
        }
    }

    private static ObjectNode source(JsonNode spec) {
        ObjectNode source = Json.object();
        PersistentSourceRules.NAMES.stream()
                .filter(name -> Nodes.has(spec, name))
                .forEach(name -> source.set(name, spec.get(name).deepCopy()));
        return source;
    }
}
