package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.selector.LabelSelector;
import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** StatefulSets. */
public final class StatefulSetRules {

    private static final List<String> CHANGEABLE = List.of(
            "replicas",
            "template",
            "updateStrategy",
            "minReadySeconds",
            "ordinals",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy");
    private static final List<String> COUNTS =
            List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas");

    private StatefulSetRules() {}

    public static void check(Field object) {
        Field spec = object.at("spec");
        management(spec.at("podManagementPolicy"));
        strategy(spec.at("updateStrategy"));
        retention(spec.at("persistentVolumeClaimRetentionPolicy"));
        spec.at("replicas").requireNotNegative();
        spec.at("minReadySeconds").requireNotNegative();
        spec.at("ordinals").at("start").requireNotNegative();
        Field selector = spec.at("selector");
        Optional<LabelSelector> read = WorkloadRules.selector(selector, "statefulset");
        if (read.isEmpty()) {
            selector.invalid("");
            return;
        }
        Field template = spec.at("template");
        WorkloadRules.selected(selector, template, read.get());
        PodRules.templateOfReplicas(asMade(template, spec), "StatefulSet");
    }

    /** What only a new one may not have: later it cannot be mended. */
    public static void checkNew(Field object) {
        Field spec = object.at("spec");
        spec.items("volumeClaimTemplates").forEach(claim -> ClaimRules.spec(claim.at("spec")));
        Field service = spec.at("serviceName");
        if (!service.isEmpty()) {
            service.invalid(NameRules.dnsLabel(service.text()));
        }
    }

    private static void management(Field policy) {
        if (policy.requireFilled() && !List.of("OrderedReady", "Parallel").contains(policy.text())) {
            policy.invalid("must be 'OrderedReady' or 'Parallel'");
        }
    }

    private static void strategy(Field strategy) {
        Field rolling = strategy.at("rollingUpdate");
        switch (strategy.at("type").text()) {
            case "" -> strategy.required("");
            case "OnDelete" -> {
                if (rolling.isSet()) {
                    rolling.invalid("only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> rollingUpdate(rolling);
            default -> strategy.invalid("must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    private static void rollingUpdate(Field rolling) {
        rolling.at("partition").requireNotNegative();
        Field unavailable = rolling.at("maxUnavailable");
        if (unavailable.isSet()) {
            RolloutRules.amount(unavailable);
            if (RolloutRules.number(unavailable) == 0) {
                unavailable.invalid("cannot be 0");
            }
            RolloutRules.notMoreThanAll(unavailable);
        }
    }

    private static void retention(Field policy) {
        if (policy.isSet()) {
            for (String when : List.of("whenDeleted", "whenScaled")) {
                if (!List.of("Retain", "Delete").contains(policy.at(when).text())) {
                    policy.at(when).notSupported(List.of("Retain", "Delete"));
                }
            }
        }
    }

    /** The template with what the controller sets in every pod: no names of its own, and a volume for each claim. */
    private static Field asMade(Field template, Field spec) {
        if (!(template.value() instanceof ObjectNode)) {
            return template;
        }
        ObjectNode made = template.value().deepCopy();
        ObjectNode podSpec = Nodes.child(made, "spec");
        podSpec.remove(List.of("subdomain", "hostname"));
        List<Field> claims = spec.items("volumeClaimTemplates");
        if (!claims.isEmpty()) {
            podSpec.set("volumes", volumes(podSpec, claims));
        }
        return new Field(template.path(), made, template.errors());
    }

    private static ArrayNode volumes(ObjectNode podSpec, List<Field> claims) {
        ArrayNode volumes = podSpec.arrayNode();
        Set<String> names = new HashSet<>();
        for (Field claim : claims) {
            String name = claim.at("metadata").at("name").text();
            if (names.add(name)) {
                volumes.addObject()
                        .put("name", name)
                        .putObject("persistentVolumeClaim")
                        .put("claimName", name);
            }
        }
        Nodes.objects(podSpec, "volumes").stream()
                .filter(volume -> !names.contains(Nodes.text(volume, "name")))
                .forEach(volumes::add);
        return volumes;
    }

    public static void update(Field object, JsonNode old) {
        Field spec = object.at("spec");
        if (!SemanticEquality.same(fixed(spec.value()), fixed(old.path("spec")))) {
            spec.forbidden("updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                    + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                    + " 'minReadySeconds' are forbidden");
        }
    }

    private static JsonNode fixed(JsonNode spec) {
        return spec instanceof ObjectNode object ? object.deepCopy().remove(CHANGEABLE) : spec;
    }

    public static void status(Field object, JsonNode old) {
        Field status = object.at("status");
        status.at("replicas").requireNotNegative();
        COUNTS.forEach(name -> status.at(name).requireNotNegative());
        status.at("observedGeneration").requireNotNegative();
        status.at("collisionCount").requireNotNegative();
        for (String name : COUNTS) {
            if (status.at(name).number() > status.at("replicas").number()) {
                status.at(name).invalid("cannot be greater than status.replicas");
            }
        }
        if (status.at("availableReplicas").number() > status.at("readyReplicas").number()) {
            status.at("availableReplicas").invalid("cannot be greater than status.readyReplicas");
        }
        CollisionRules.check(status, old);
    }
}
