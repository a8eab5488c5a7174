package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.gantry.object.Nodes;
import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Workloads and PodGroups: pods that are scheduled together. */
public final class PodGroupRules {

    private static final int TEMPLATES = 8;
    private static final int CLAIMS = 4;
    private static final long MAX_PRIORITY = 1_000_000_000;

    private PodGroupRules() {}

    public static void workload(Field workload) {
        Field spec = workload.at("spec");
        Field controller = spec.at("controllerRef");
        if (controller.isSet()) {
            if (!controller.at("apiGroup").isEmpty()) {
                FormatRules.dnsSubdomain(controller.at("apiGroup"));
            }
            for (String part : List.of("kind", "name")) {
                if (controller.at(part).requireFilled()) {
                    controller
                            .at(part)
                            .invalid(NameRules.pathSegment(controller.at(part).text()));
                }
            }
        }
        Field templates = spec.at("podGroupTemplates");
        if (templates.requireFilled()) {
            eachNamed(templates, TEMPLATES, template -> {
                shortName(template.at("name"));
                group(template);
            });
        }
    }

    public static void workloadUpdate(Field workload, JsonNode old) {
        unchanged(workload, old, List.of("controllerRef", "podGroupTemplates"));
    }

    public static void podGroup(Field podGroup) {
        Field spec = podGroup.at("spec");
        Field reference = spec.at("podGroupTemplateRef");
        if (reference.isSet()) {
            union(reference, List.of("workload"));
            Field workload = reference.at("workload");
            if (workload.isSet()) {
                if (workload.at("workloadName").requireFilled()) {
                    FormatRules.dnsSubdomain(workload.at("workloadName"));
                }
                shortName(workload.at("podGroupTemplateName"));
            }
        }
        spec.at("disruptionMode").requireFilled();
        group(spec);
    }

    public static void podGroupUpdate(Field podGroup, JsonNode old) {
        unchanged(
                podGroup,
                old,
                List.of(
                        "podGroupTemplateRef",
                        "schedulingPolicy",
                        "schedulingConstraints",
                        "resourceClaims",
                        "disruptionMode",
                        "priorityClassName",
                        "priority"));
    }

    public static void podGroupStatus(Field podGroup, JsonNode old) {
        Field status = podGroup.at("status");
        ConditionRules.check(status.at("conditions"));
        List<String> claims = Nodes.objects(old.path("spec"), "resourceClaims").stream()
                .map(claim -> Nodes.text(claim, "name"))
                .toList();
        eachNamed(status.at("resourceClaimStatuses"), CLAIMS, claim -> {
            if (!claims.contains(claim.at("name").text())) {
                claim.at("name").invalid("must match the name of an entry in `spec.resourceClaims`");
            }
            if (claim.at("resourceClaimName").isSet()) {
                FormatRules.dnsSubdomain(claim.at("resourceClaimName"));
            }
        });
    }

    private static void unchanged(Field object, JsonNode old, List<String> fields) {
        for (String name : fields) {
            Field field = object.at("spec").at(name);
            if (!SemanticEquality.same(field.value(), old.path("spec").path(name))) {
                field.invalid(NullNode.instance, "field is immutable");
            }
        }
    }

    /** What a group and a template of one have in common. */
    private static void group(Field spec) {
        Field policy = spec.at("schedulingPolicy");
        union(policy, List.of("basic", "gang"));
        Field count = policy.at("gang").at("minCount");
        if (policy.at("gang").isSet()) {
            if (count.number() == 0) {
                count.required("");
            } else if (count.number() < 1) {
                count.invalid("must be greater than or equal to 1");
            }
        }
        DeviceRules.each(spec.at("schedulingConstraints").at("topology"), 1, topology -> {
            if (topology.at("key").requireFilled()) {
                FormatRules.qualifiedName(topology.at("key"));
            }
        });
        eachNamed(spec.at("resourceClaims"), CLAIMS, PodGroupRules::claim);
        spec.at("disruptionMode").supportOnly(List.of("Pod", "PodGroup"));
        if (!spec.at("priorityClassName").isEmpty()) {
            FormatRules.dnsSubdomain(spec.at("priorityClassName"));
        }
        if (spec.at("priority").number() > MAX_PRIORITY) {
            spec.at("priority").invalid("must be less than or equal to " + MAX_PRIORITY);
        }
    }

    private static void claim(Field claim) {
        List<String> names = List.of("resourceClaimName", "resourceClaimTemplateName");
        union(claim, names);
        shortName(claim.at("name"));
        names.stream().map(claim::at).filter(Field::isSet).forEach(FormatRules::dnsSubdomain);
    }

    private static void shortName(Field name) {
        if (name.requireFilled()) {
            FormatRules.dnsLabel(name);
        }
    }

    /** Requires exactly one of some fields. */
    private static void union(Field parent, List<String> members) {
        List<String> set =
                members.stream().filter(member -> parent.at(member).isSet()).toList();
        String all = members.stream().map(member -> "`" + member + "`").collect(Collectors.joining(", "));
        if (set.isEmpty()) {
            parent.invalid("", "must specify one of: " + all);
        } else if (set.size() > 1) {
            parent.invalid("{" + String.join(", ", set) + "}", "must specify exactly one of: " + all);
        }
    }

    private static void eachNamed(Field list, int limit, Consumer<Field> check) {
        DeviceRules.each(list, limit, check);
        Set<String> names = new HashSet<>();
        for (Field item : list.items()) {
            if (!names.add(item.at("name").text()) && list.value().size() <= limit) {
                item.duplicate();
            }
        }
    }
}
