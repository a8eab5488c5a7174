package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a node may report of a pod (upstream's {@code ValidatePodStatusUpdate}). */
public final class PodStatusRules {

    private static final Set<String> SYSTEM_CONDITIONS = Set.of("PodScheduled", "Ready", "Initialized");
    private static final String NOT_NEGATIVE = "must be a non-negative integer";

    private PodStatusRules() {}

    public static void check(Field pod, JsonNode old) {
        PodRules.annotationUpdates(pod, old);
        Field status = pod.at("status");
        JsonNode before = old.path("status");
        for (Field condition : status.items("conditions")) {
            notNegative(condition.at("observedGeneration"));
            if (!SYSTEM_CONDITIONS.contains(condition.at("type").text())) {
                FormatRules.qualifiedName(condition.at("type").reportedAs(condition.path() + ".Type"));
            }
        }
        nominatedNode(status.at("nominatedNodeName"), old);
        notNegative(status.at("observedGeneration"));
        status.at("qosClass").requireUnchanged(before.path("qosClass"));
        terminatedStaysTerminated(pod, before);
        addresses(status.at("podIPs"), before.path("podIPs"));
        hostAddresses(status, before);
    }

    private static void notNegative(Field number) {
        if (number.number() < 0) {
            number.invalid(NOT_NEGATIVE);
        }
    }

    private static void nominatedNode(Field nominated, JsonNode old) {
        boolean changed = !nominated.is(Nodes.text(old.path("status"), "nominatedNodeName"));
        if (nominated.isEmpty() || !changed) {
            return;
        }
        FormatRules.dnsSubdomain(nominated);
        if (!Nodes.text(old.path("spec"), "nodeName").isEmpty()) {
            nominated.forbidden("may not be set on pods that are already bound to a node");
        }
    }

    private static void terminatedStaysTerminated(Field pod, JsonNode before) {
        JsonNode spec = pod.value().path("spec");
        for (String list : List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")) {
            Map<String, JsonNode> reported = new HashMap<>();
            Nodes.objects(pod.value().path("status"), list)
                    .forEach(status -> reported.put(Nodes.text(status, "name"), status));
            List<ObjectNode> known = Nodes.objects(before, list);
            for (int i = 0; i < known.size(); i++) {
                JsonNode terminated = known.get(i).path("state").path("terminated");
                JsonNode now = reported.get(Nodes.text(known.get(i), "name"));
                boolean leaves = terminated.isObject()
                        && now != null
                        && !now.path("state").path("terminated").isObject();
                if (leaves && !RestartRules.mayRestart(spec, known.get(i), list)) {
                    pod.errors()
                            .forbidden(
                                    "status." + list + "[" + i + "].state",
                                    "may not be transitioned to non-terminated state");
                }
            }
        }
    }

    private static void addresses(Field addresses, JsonNode before) {
        List<String> known = Nodes.objects(before).stream()
                .map(entry -> Nodes.text(entry, "ip"))
                .toList();
        List<String> texts =
                addresses.items().stream().map(entry -> entry.at("ip").text()).toList();
        addresses.items().forEach(entry -> AddressRules.address(entry.at("ip").reportedAs(entry.path()), known));
        long families = texts.stream().map(IpAddress::isIpv6).distinct().count();
        if (texts.size() > 1 && (families < 2 || texts.size() > 2)) {
            addresses.invalid("may specify no more than one IP for each IP family");
        }
    }

    private static void hostAddresses(Field status, JsonNode before) {
        List<Field> all = status.items("hostIPs");
        if (all.isEmpty()) {
            return;
        }
        Field first = all.getFirst().at("ip");
        if (!first.is(status.at("hostIP").text())) {
            first.invalid("must be equal to `hostIP`");
        }
        addresses(status.at("hostIPs"), before.path("hostIPs"));
    }
}
