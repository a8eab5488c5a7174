package io.gantry.resource.validation;

import io.gantry.schema.Quantity;
import io.gantry.validation.NameRules;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** LimitRanges. */
public final class LimitRangeRules {

    private static final List<String> TYPES = List.of("Pod", "Container", "PersistentVolumeClaim");

    private LimitRangeRules() {}

    public static void check(Field range) {
        Set<String> types = new HashSet<>();
        for (Field limit : range.at("spec").items("limits")) {
            Field type = limit.at("type");
            type(type);
            if (!types.add(type.text())) {
                type.duplicate();
            }
            names(limit);
            new Bounds(limit).check();
        }
    }

    private static void type(Field type) {
        List<String> errors = NameRules.qualifiedName(type.text());
        type.invalid(errors);
        if (errors.isEmpty() && type.text().indexOf('/') < 0 && !TYPES.contains(type.text())) {
            type.invalid("must be a standard limit type or fully qualified");
        }
    }

    private static void names(Field limit) {
        boolean ofPod = limit.at("type").is("Pod");
        for (String list : List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")) {
            Field amounts = limit.at(list);
            if (ofPod && list.startsWith("default")) {
                if (!amounts.isEmpty()) {
                    amounts.forbidden("may not be specified when `type` is 'Pod'");
                }
            } else {
                amounts.entries().forEach(amount -> name(limit.at("type").text(), amount));
            }
        }
        boolean bounded = limit.at("min").at("storage").isSet()
                || limit.at("max").at("storage").isSet();
        if (limit.at("type").is("PersistentVolumeClaim") && !bounded) {
            limit.at("limits")
                    .required("either minimum or maximum storage value is required, but neither was provided");
        }
    }

    private static void name(String type, Field amount) {
        if (type.equals("Pod") || type.equals("Container")) {
            ResourceRules.containerName(amount, amount.mapKey());
        } else {
            ResourceRules.wellNamed(amount, amount.mapKey());
        }
    }

    /** The amounts of one limit, which must fit each other. */
    private record Bounds(
            Field limit,
            Map<String, Quantity> min,
            Map<String, Quantity> max,
            Map<String, Quantity> limits,
            Map<String, Quantity> requests,
            Map<String, Quantity> ratios) {

        Bounds(Field limit) {
            this(
                    limit,
                    amounts(limit, "min"),
                    amounts(limit, "max"),
                    amounts(limit, "default"),
                    amounts(limit, "defaultRequest"),
                    Amounts.list(limit.at("maxLimitRequestRatio").value()));
        }

        private static Map<String, Quantity> amounts(Field limit, String list) {
            boolean unused = limit.at("type").is("Pod") && list.startsWith("default");
            return unused ? Map.of() : Amounts.list(limit.at(list).value());
        }

        void check() {
            Set<String> names = new TreeSet<>();
            List.of(min, max, limits, requests, ratios).forEach(amounts -> names.addAll(amounts.keySet()));
            for (String name : names) {
                ordered("min", name, min, max, min, "min value %s is greater than max value %s");
                ordered(
                        "defaultRequest",
                        name,
                        min,
                        requests,
                        requests,
                        "min value %s is greater than default request value %s");
                ordered(
                        "defaultRequest",
                        name,
                        requests,
                        max,
                        requests,
                        "default request value %s is greater than max value %s");
                ordered(
                        "defaultRequest",
                        name,
                        requests,
                        limits,
                        requests,
                        "default request value %s is greater than default limit value %s");
                ordered("default", name, min, limits, min, "min value %s is greater than default value %s");
                ordered("default", name, limits, max, max, "default value %s is greater than max value %s");
                ratio(name);
                fixed(name);
            }
        }

        private void ordered(
                String list,
                String name,
                Map<String, Quantity> lower,
                Map<String, Quantity> upper,
                Map<String, Quantity> shown,
                String message) {
            Quantity low = lower.get(name);
            Quantity high = upper.get(name);
            if (low != null && high != null && low.compareTo(high) > 0) {
                limit.at(list).key(name).invalid(shown.get(name).toString(), message.formatted(low, high));
            }
        }

        private void ratio(String name) {
            Quantity ratio = ratios.get(name);
            if (ratio == null) {
                return;
            }
            Field field = limit.at("maxLimitRequestRatio").key(name);
            if (ratio.value().compareTo(BigDecimal.ONE) < 0) {
                field.invalid(ratio.toString(), "ratio " + ratio + " is less than 1");
            }
            Quantity low = min.get(name);
            Quantity high = max.get(name);
            if (low == null || high == null || low.value().signum() == 0) {
                return;
            }
            double possible = high.value().doubleValue() / low.value().doubleValue();
            if (ratio.value().doubleValue() > possible) {
                field.invalid(
                        ratio.toString(),
                        String.format(Locale.ROOT, "ratio %s is greater than max/min = %f", ratio, possible));
            }
        }

        /** What cannot be overcommitted has one default. */
        private void fixed(String name) {
            Quantity limitAmount = limits.get(name);
            Quantity request = requests.get(name);
            boolean differ = limitAmount != null && request != null && limitAmount.compareTo(request) != 0;
            if (differ && !ResourceRules.mayBeOvercommitted(name)) {
                limit.at("defaultRequest")
                        .key(name)
                        .invalid(
                                request.toString(),
                                "default value " + limitAmount + " must equal to defaultRequest value " + request
                                        + " in " + name);
            }
        }
    }
}
