package io.gantry.admission.limitranger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.quota.PodAmounts;
import io.gantry.resource.validation.Amounts;
import io.gantry.schema.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Bounds on requests and limits, in upstream's words.
 *
 * @param type {@code Pod}, {@code Container} or {@code PersistentVolumeClaim}
 */
record LimitRules(String type, Map<String, Quantity> requests, Map<String, Quantity> limits) {

    static List<String> ofPod(List<ObjectNode> range, JsonNode spec) {
        List<String> objections = new ArrayList<>();
        for (ObjectNode limit : range) {
            switch (Nodes.text(limit, "type")) {
                case "Container" -> {
                    for (String list : List.of("containers", "initContainers")) {
                        for (ObjectNode container : Nodes.objects(spec, list)) {
                            JsonNode resources = container.path("resources");
                            objections.addAll(new LimitRules(
                                            "Container",
                                            Amounts.list(resources.path("requests")),
                                            Amounts.list(resources.path("limits")))
                                    .objections(limit));
                        }
                    }
                }
                case "Pod" ->
                    objections.addAll(new LimitRules(
                                    "Pod", PodAmounts.specified(spec, "requests"), PodAmounts.specified(spec, "limits"))
                            .objections(limit));
                default -> {
                    // of another kind
                }
            }
        }
        return objections;
    }

    /** Of claims only requests are bounded. */
    static List<String> ofClaim(List<ObjectNode> range, JsonNode spec) {
        List<String> objections = new ArrayList<>();
        for (ObjectNode limit : range) {
            if (Nodes.text(limit, "type").equals("PersistentVolumeClaim")) {
                LimitRules claim = new LimitRules(
                        "PersistentVolumeClaim",
                        Amounts.list(spec.path("resources").path("requests")),
                        Map.of());
                bounds(limit, "min")
                        .forEach((name, least) -> claim.below(name, least).ifPresent(objections::add));
                bounds(limit, "max")
                        .forEach((name, most) -> claim.requestAbove(name, most).ifPresent(objections::add));
            }
        }
        return objections;
    }

    private static Map<String, Quantity> bounds(JsonNode limit, String list) {
        return new TreeMap<>(Amounts.list(limit.path(list)));
    }

    private List<String> objections(JsonNode limit) {
        List<String> objections = new ArrayList<>();
        bounds(limit, "min").forEach((name, least) -> below(name, least).ifPresent(objections::add));
        bounds(limit, "max").forEach((name, most) -> above(name, most).ifPresent(objections::add));
        bounds(limit, "maxLimitRequestRatio")
                .forEach((name, most) -> ratioAbove(name, most).ifPresent(objections::add));
        return objections;
    }

    private Optional<String> below(String name, Quantity least) {
        String bound = "minimum " + name + " usage per " + type + " is " + least;
        Quantity request = requests.get(name);
        Quantity limit = limits.get(name);
        if (request == null) {
            return Optional.of(bound + ".  No request is specified");
        }
        if (request.compareTo(least) < 0) {
            return Optional.of(bound + ", but request is " + request);
        }
        return limit != null && limit.compareTo(least) < 0
                ? Optional.of(bound + ", but limit is " + limit)
                : Optional.empty();
    }

    private Optional<String> above(String name, Quantity most) {
        String bound = maximum(name, most);
        Quantity request = requests.get(name);
        Quantity limit = limits.get(name);
        if (limit == null) {
            return Optional.of(bound + ".  No limit is specified");
        }
        if (limit.compareTo(most) > 0) {
            return Optional.of(bound + ", but limit is " + limit);
        }
        return request != null && request.compareTo(most) > 0
                ? Optional.of(bound + ", but request is " + request)
                : Optional.empty();
    }

    private Optional<String> requestAbove(String name, Quantity most) {
        Quantity request = requests.get(name);
        if (request == null) {
            return Optional.of(maximum(name, most) + ".  No request is specified");
        }
        return request.compareTo(most) > 0
                ? Optional.of(maximum(name, most) + ", but request is " + request)
                : Optional.empty();
    }

    private String maximum(String name, Quantity most) {
        return "maximum " + name + " usage per " + type + " is " + most;
    }

    private Optional<String> ratioAbove(String name, Quantity most) {
        String bound = name + " max limit to request ratio per " + type + " is " + most;
        double request = thousandths(requests.get(name));
        double limit = thousandths(limits.get(name));
        if (request == 0) {
            return Optional.of(bound + ", but no request is specified or request is 0");
        }
        if (limit == 0) {
            return Optional.of(bound + ", but no limit is specified or limit is 0");
        }
        double ratio = limit / request;
        return ratio * 1000 > thousandths(most)
                ? Optional.of(bound + ", but provided ratio is " + String.format(Locale.ROOT, "%f", ratio))
                : Optional.empty();
    }

    private static double thousandths(Quantity amount) {
        return amount == null ? 0 : amount.value().movePointRight(3).doubleValue();
    }
}
