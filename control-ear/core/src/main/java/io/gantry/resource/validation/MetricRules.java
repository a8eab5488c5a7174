package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.List;
import java.util.Locale;

/** What a HorizontalPodAutoscaler measures. */
final class MetricRules {

    /** The field of each type of metric, in the order in which upstream looks at them. */
    private static final List<String> SOURCES = List.of("object", "external", "pods", "resource", "containerResource");

    private static final List<String> TYPES = List.of("ContainerResource", "External", "Object", "Pods", "Resource");
    private static final String POPULATE = "must populate information for the given metric source";

    private MetricRules() {}

    static void check(Field spec) {
        spec.items("metrics").forEach(MetricRules::metric);
        Field min = spec.at("minReplicas");
        boolean measuresOutside = spec.items("metrics").stream()
                .anyMatch(metric ->
                        List.of("Object", "External").contains(metric.at("type").text()));
        if (min.isSet() && min.number() == 0 && !measuresOutside) {
            spec.at("metrics")
                    .forbidden(
                            "must specify at least one Object or External metric to support scaling to zero replicas");
        }
    }

    private static void metric(Field metric) {
        Field type = metric.at("type");
        if (type.isEmpty()) {
            type.required("must specify a metric source type");
        }
        if (!TYPES.contains(type.text())) {
            type.notSupported(TYPES);
        }
        List<Field> present =
                SOURCES.stream().map(metric::at).filter(Field::isSet).toList();
        if (!present.isEmpty()) {
            source(present.getFirst());
        }
        String expected = type.isEmpty()
                ? ""
                : type.text().substring(0, 1).toLowerCase(Locale.ROOT)
                        + type.text().substring(1);
        if (!SOURCES.contains(expected)) {
            type.notSupported(TYPES);
        } else if (!metric.at(expected).isSet()) {
            metric.at(expected).required(POPULATE);
        }
        if (present.size() != 1) {
            present.stream()
                    .filter(source -> !source.name().equals(expected))
                    .forEach(source -> source.forbidden("must populate the given metric source only"));
        }
    }

    private static void source(Field source) {
        switch (source.name()) {
            case "object" -> {
                reference(source.at("describedObject"));
                apiVersion(source.at("describedObject").at("apiVersion"));
                identifier(source);
                target(source);
                requireValue(source, "must set either a target value or averageValue");
            }
            case "external" -> {
                identifier(source);
                target(source);
                requireValue(source, "must set either a target value for metric or a per-pod target");
                Field target = source.at("target");
                if (target.at("value").isSet() && target.at("averageValue").isSet()) {
                    target.at("value").forbidden("may not set both a target value for metric and a per-pod target");
                }
            }
            case "pods" -> {
                identifier(source);
                target(source);
                if (!source.at("target").at("averageValue").isSet()) {
                    source.at("target").at("averageValue").required("must specify a positive target averageValue");
                }
            }
            default -> resource(source);
        }
    }

    private static void resource(Field source) {
        boolean ofContainer = source.name().equals("containerResource");
        Field name = source.at("name");
        if (name.isEmpty()) {
            name.required("must specify a resource name");
        } else if (ofContainer) {
            ResourceRules.containerName(name, name.text());
        }
        if (ofContainer) {
            if (source.at("container").isEmpty()) {
                source.at("container").required("must specify a container");
            } else {
                FormatRules.dnsLabel(source.at("container"));
            }
        }
        target(source);
        Field target = source.at("target");
        boolean utilization = target.at("averageUtilization").isSet();
        boolean value = target.at("averageValue").isSet();
        if (!utilization && !value) {
            target.at("averageUtilization").required("must set either a target raw value or a target utilization");
        }
        if (utilization && value) {
            target.at("averageValue").forbidden("may not set both a target raw value and a target utilization");
        }
    }

    private static void requireValue(Field source, String why) {
        Field target = source.at("target");
        if (!target.at("value").isSet() && !target.at("averageValue").isSet()) {
            target.at("averageValue").required(why);
        }
    }

    private static void identifier(Field source) {
        Field name = source.at("metric").at("name");
        if (name.isEmpty()) {
            name.required("must specify a metric name");
        } else {
            name.invalid(NameRules.pathSegment(name.text()));
        }
    }

    private static void target(Field source) {
        Field target = source.at("target");
        Field type = target.at("type");
        if (type.isEmpty()) {
            type.required("must specify a metric target type");
        }
        if (!List.of("Utilization", "Value", "AverageValue").contains(type.text())) {
            type.invalid("must be either Utilization, Value, or AverageValue");
        }
        for (String value : List.of("value", "averageValue")) {
            Amounts.parse(target.at(value).value())
                    .filter(amount -> amount.value().signum() <= 0)
                    .ifPresent(amount -> target.at(value).invalid("must be positive"));
        }
        Field utilization = target.at("averageUtilization");
        if (utilization.isSet() && utilization.number() < 1) {
            utilization.invalid("must be greater than 0");
        }
    }

    static void reference(Field reference) {
        for (String part : List.of("kind", "name")) {
            if (reference.at(part).requireFilled()) {
                reference
                        .at(part)
                        .invalid(NameRules.pathSegment(reference.at(part).text()));
            }
        }
    }

    /** A group and a version, or a version of the core group alone. */
    static void apiVersion(Field apiVersion) {
        if (apiVersion.text().chars().filter(c -> c == '/').count() > 1) {
            apiVersion.invalid("unexpected GroupVersion string: " + apiVersion.text());
        }
    }

    /** What is scaled is never of the core group, but for the one kind that is. */
    static void targetVersion(Field target) {
        Field apiVersion = target.at("apiVersion");
        apiVersion(apiVersion);
        if (!target.at("kind").is("ReplicationController") && apiVersion.text().indexOf('/') <= 0) {
            apiVersion.invalid("apiVersion must specify API group");
        }
    }
}
