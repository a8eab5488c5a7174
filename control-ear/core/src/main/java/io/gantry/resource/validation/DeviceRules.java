package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Parts that the kinds of resource.k8s.io share: names of drivers, pools and devices, selectors, configuration. */
final class DeviceRules {

    static final int REQUESTS = 32;

    private static final int SELECTORS = 32;
    private static final int CONFIGURATIONS = 32;
    private static final int EXPRESSION_LENGTH = 10 * 1024;
    private static final int PARAMETERS_LENGTH = 10 * 1024;
    private static final int POOL_LENGTH = 253;
    private static final int IDENTIFIER_LENGTH = 32;
    private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";
    private static final List<String> EFFECTS = List.of("NoExecute", "NoSchedule", "None");

    private DeviceRules() {}

    static void driver(Field driver) {
        PersistentSourceRules.driverName(driver);
    }

    static void pool(Field pool) {
        if (!pool.requireFilled()) {
            return;
        }
        if (pool.text().length() > POOL_LENGTH) {
            pool.tooLong(POOL_LENGTH);
        }
        for (String part : pool.text().split("/", -1)) {
            NameRules.dnsSubdomain(part).forEach(error -> pool.invalid(part, error));
        }
    }

    static void device(Field device) {
        FormatRules.dnsLabel(device);
    }

    /** Checks up to so many elements; when there are more, that alone is said. */
    static void each(Field list, int limit, Consumer<Field> check) {
        if (list.value().size() > limit) {
            list.limitItems(limit);
        } else {
            list.items().forEach(check);
        }
    }

    /** As {@link #each}, of elements with a name of their own. */
    static void eachNamed(Field list, int limit, Consumer<Field> check) {
        each(list, limit, check);
        Set<String> names = new HashSet<>();
        for (Field item : list.items()) {
            String name =
                    item.value().isTextual() ? item.text() : item.at("name").text();
            if (!names.add(name) && list.value().size() <= limit) {
                item.errors().duplicate(item.path(), name);
            }
        }
    }

    /** What selects a device. */
    static void selectors(Field selectors) {
        each(selectors, SELECTORS, selector -> {
            Field expression = selector.at("cel").at("expression");
            if (!selector.at("cel").isSet()) {
                selector.at("cel").required("");
            } else if (expression.text().length() > EXPRESSION_LENGTH) {
                expression.tooLong(EXPRESSION_LENGTH);
            } else {
                DeviceSelectorExpression.check(expression);
            }
        });
    }

    static void configurations(Field list, Consumer<Field> check) {
        each(list, CONFIGURATIONS, check);
    }

    static void configuration(Field configuration) {
        Field opaque = configuration.at("opaque");
        if (!opaque.isSet()) {
            opaque.required("");
            return;
        }
        driver(opaque.at("driver"));
        object(opaque.at("parameters"), PARAMETERS_LENGTH);
    }

    /** Any JSON object up to a size. */
    static void object(Field value, int limit) {
        if (!value.isSet()) {
            value.required("");
        } else if (value.value().toString().length() > limit) {
            value.tooLong(limit);
        } else if (!value.value().isObject()) {
            value.invalid("<value omitted>", "must be a valid JSON object");
        }
    }

    static void toleration(Field toleration) {
        if (!toleration.at("key").isEmpty()) {
            FormatRules.qualifiedName(toleration.at("key"));
        }
        Field value = toleration.at("value");
        switch (toleration.at("operator").text()) {
            case "Exists" -> {
                if (!value.isEmpty()) {
                    value.invalid("must be empty for operator `Exists`");
                }
            }
            case "Equal" -> LabelRules.value(value);
            default -> toleration.at("operator").requireOneOf(List.of("Equal", "Exists"));
        }
        if (!toleration.at("effect").isEmpty()) {
            toleration.at("effect").supportOnly(EFFECTS);
        }
    }

    static void taint(Field taint) {
        FormatRules.qualifiedName(taint.at("key"));
        LabelRules.value(taint.at("value"));
        taint.at("effect").requireOneOf(EFFECTS);
    }

    /** A C identifier, behind a domain and a slash or alone. */
    static void qualifiedName(Field shown, String name) {
        int slash = name.indexOf('/');
        String domain = slash < 0 ? "" : name.substring(0, slash);
        String identifier = name.substring(slash + 1);
        if (slash == 0) {
            shown.invalid("", "the domain must not be empty");
        } else if (slash > 0) {
            NameRules.dnsSubdomain(domain.toLowerCase(Locale.ROOT)).forEach(error -> shown.invalid(domain, error));
        }
        if (slash >= 0 && identifier.isEmpty()) {
            shown.invalid("", "the name must not be empty");
            return;
        }
        if (identifier.length() > IDENTIFIER_LENGTH) {
            shown.tooLong(IDENTIFIER_LENGTH);
        }
        if (!identifier.matches(IDENTIFIER)) {
            shown.invalid(
                    identifier,
                    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric"
                            + " characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '"
                            + IDENTIFIER + "')");
        }
    }

    static void fullyQualifiedName(Field name) {
        qualifiedName(name, name.text());
        if (!name.text().contains("/")) {
            name.invalid("a fully qualified name must be a domain and a name separated by a slash");
        }
    }
}
