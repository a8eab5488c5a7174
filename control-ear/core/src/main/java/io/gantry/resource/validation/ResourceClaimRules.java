package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** ResourceClaims and templates of them. */
public final class ResourceClaimRules {

    private static final int CONSTRAINTS = 32;
    private static final int ALTERNATIVES = 8;
    private static final int CONSUMERS = 256;
    private static final int RESULTS = 32;
    private static final int CONDITIONS = 8;
    private static final int DATA_LENGTH = 10 * 1024;
    private static final String REFERENCE =
            "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    private ResourceClaimRules() {}

    public static void claimNew(Field claim) {
        spec(claim.at("spec"));
    }

    public static void template(Field template) {
        Field spec = template.at("spec");
        LabelRules.labels(spec.at("metadata").at("labels"));
        AnnotationRules.check(spec.at("metadata").at("annotations"));
        spec(spec.at("spec"));
    }

    /** What is asked for never changes. */
    public static void update(Field object, JsonNode old) {
        object.at("spec").requireUnchanged(old.path("spec"));
    }

    private static void spec(Field spec) {
        Field devices = spec.at("devices");
        DeviceRules.eachNamed(devices.at("requests"), DeviceRules.REQUESTS, ResourceClaimRules::request);
        Set<String> names = requestNames(devices.value());
        DeviceRules.each(devices.at("constraints"), CONSTRAINTS, constraint -> constraint(constraint, names));
        DeviceRules.configurations(devices.at("config"), configuration -> {
            references(configuration.at("requests"), names);
            DeviceRules.configuration(configuration);
        });
    }

    private static Set<String> requestNames(JsonNode devices) {
        Set<String> names = new HashSet<>();
        for (ObjectNode request : Nodes.objects(devices, "requests")) {
            String name = Nodes.text(request, "name");
            names.add(name);
            Nodes.objects(request, "firstAvailable")
                    .forEach(alternative -> names.add(name + "/" + Nodes.text(alternative, "name")));
        }
        return names;
    }

    private static void references(Field list, Set<String> names) {
        DeviceRules.eachNamed(list, DeviceRules.REQUESTS, reference -> reference(reference, names));
    }

    private static void reference(Field reference, Set<String> names) {
        String[] parts = reference.text().split("/", -1);
        if (parts.length <= 2) {
            for (String part : parts) {
                NameRules.dnsLabel(part).forEach(error -> reference.invalid(part, error));
            }
        }
        if (!names.contains(reference.text())) {
            reference.invalid(REFERENCE);
        }
    }

    private static void request(Field request) {
        FormatRules.dnsLabel(request.at("name"));
        Field exactly = request.at("exactly");
        Field alternatives = request.at("firstAvailable");
        if (!exactly.isSet() && alternatives.isEmpty()) {
            request.required("exactly one of `exactly` or `firstAvailable` is required");
        } else if (exactly.isSet() && !alternatives.isEmpty()) {
            request.invalid(
                    NullNode.instance,
                    "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set");
        } else if (exactly.isSet()) {
            devices(exactly);
        } else {
            DeviceRules.eachNamed(alternatives, ALTERNATIVES, alternative -> {
                FormatRules.dnsLabel(alternative.at("name"));
                devices(alternative);
            });
        }
    }

    private static void devices(Field request) {
        if (request.at("deviceClassName").requireFilled()) {
            FormatRules.dnsSubdomain(request.at("deviceClassName"));
        }
        DeviceRules.selectors(request.at("selectors"));
        Field count = request.at("count");
        switch (request.at("allocationMode").text()) {
            case "All" -> {
                if (count.number() != 0) {
                    count.invalid("must not be specified when allocationMode is 'All'");
                }
            }
            case "ExactCount" -> count.requirePositive();
            default -> request.at("allocationMode").notSupported(List.of("All", "ExactCount"));
        }
        request.items("tolerations").forEach(DeviceRules::toleration);
    }

    private static void constraint(Field constraint, Set<String> names) {
        references(constraint.at("requests"), names);
        Field match = constraint.at("matchAttribute");
        Field distinct = constraint.at("distinctAttribute");
        if (match.isSet()) {
            DeviceRules.fullyQualifiedName(match);
        } else if (distinct.isSet()) {
            DeviceRules.fullyQualifiedName(distinct);
        } else {
            constraint.required(
                    "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set");
        }
    }

    public static void status(Field claim, JsonNode old) {
        Field status = claim.at("status");
        Field consumers = status.at("reservedFor");
        consumers(consumers);
        Field allocation = status.at("allocation");
        Set<List<String>> allocated = new HashSet<>();
        allocation.at("devices").items("results").forEach(result -> allocated.add(deviceOf(result)));
        Set<List<String>> seen = new HashSet<>();
        for (Field device : status.items("devices")) {
            device(device, allocated);
            if (!seen.add(deviceOf(device))) {
                device.errors().duplicate(device.path(), String.join("/", deviceOf(device)));
            }
        }
        if (!consumers.isEmpty()) {
            reserved(claim, old);
        }
        JsonNode before = old.path("status").path("allocation");
        if (allocation.isSet() && before.isObject()) {
            allocation.requireUnchanged(before);
        } else if (allocation.isSet()) {
            allocation(allocation, requestNames(claim.at("spec").at("devices").value()));
        }
    }

    private static void consumers(Field consumers) {
        DeviceRules.each(consumers, CONSUMERS, consumer -> {
            for (String part : List.of("resource", "name", "uid")) {
                consumer.at(part).requireFilled();
            }
        });
        Set<String> uids = new HashSet<>();
        for (Field consumer : consumers.items()) {
            if (!uids.add(consumer.at("uid").text())) {
                consumer.errors().duplicate(consumer.path(), consumer.at("uid").text());
            }
        }
    }

    private static void reserved(Field claim, JsonNode old) {
        Field status = claim.at("status");
        Field consumers = status.at("reservedFor");
        if (!status.at("allocation").isSet()) {
            consumers.forbidden("may not be specified when `allocated` is not set");
        } else if (claim.at("metadata").at("deletionTimestamp").isSet()) {
            Set<JsonNode> before = new HashSet<>(Nodes.objects(old.path("status"), "reservedFor"));
            if (consumers.items().stream().anyMatch(consumer -> !before.contains(consumer.value()))) {
                consumers.forbidden(
                        "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set");
            }
        }
    }

    private static List<String> deviceOf(Field result) {
        return Stream.of("driver", "pool", "device", "shareID")
                .map(part -> result.at(part).text())
                .toList();
    }

    private static void device(Field device, Set<List<String>> allocated) {
        DeviceRules.driver(device.at("driver"));
        DeviceRules.pool(device.at("pool"));
        DeviceRules.device(device.at("device"));
        if (!allocated.contains(deviceOf(device))) {
            device.invalid(
                    String.join("/", deviceOf(device).subList(0, 3)), "must be an allocated device in the claim");
        }
        device.at("conditions").limitItems(CONDITIONS);
        ConditionRules.check(device.at("conditions"));
        if (device.at("data").isSet()) {
            DeviceRules.object(device.at("data"), DATA_LENGTH);
        }
    }

    private static void allocation(Field allocation, Set<String> names) {
        Field devices = allocation.at("devices");
        DeviceRules.each(devices.at("results"), RESULTS, result -> {
            reference(result.at("request"), names);
            DeviceRules.driver(result.at("driver"));
            DeviceRules.pool(result.at("pool"));
            DeviceRules.device(result.at("device"));
        });
        DeviceRules.each(devices.at("config"), 2 * RESULTS, configuration -> {
            configuration.at("source").requireOneOf(List.of("FromClaim", "FromClass"));
            references(configuration.at("requests"), names);
            DeviceRules.configuration(configuration);
        });
        if (allocation.at("nodeSelector").isSet()) {
            AffinityRules.nodeSelector(allocation.at("nodeSelector"));
        }
    }
}
