package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.schema.Quantity;
import io.gantry.validation.NameRules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Requests and limits. */
final class ResourceRules {

    private static final String HUGE_PAGES = "hugepages-";
    private static final Set<String> CONTAINER_RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> OTHER_STANDARD = Set.of(
            "requests.cpu",
            "requests.memory",
            "requests.ephemeral-storage",
            "limits.cpu",
            "limits.memory",
            "limits.ephemeral-storage",
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "storage",
            "requests.storage",
            "services.nodeports",
            "services.loadbalancers");
    private static final Set<String> COUNTED = Set.of(
            "pods",
            "resourcequotas",
            "services",
            "replicationcontrollers",
            "secrets",
            "configmaps",
            "persistentvolumeclaims",
            "services.nodeports",
            "services.loadbalancers");

    private ResourceRules() {}

    /** Requests and limits of a container. */
    static void container(Field resources) {
        check(resources, ResourceRules::containerName);
    }

    /** Requests and limits of a pod as a whole. */
    static void pod(Field resources) {
        if (resources.at("claims").isSet()) {
            resources.at("claims").forbidden("claims may not be set for Resources at pod-level");
        }
        check(resources, ResourceRules::podName);
    }

    /** A list of amounts alone, such as overhead. */
    static void amounts(Field list) {
        for (Map.Entry<String, Quantity> amount : Amounts.list(list.value()).entrySet()) {
            containerName(list.key(amount.getKey()), amount.getKey());
            quantity(list.key(amount.getKey()), amount.getKey(), amount.getValue());
        }
    }

    private interface NameCheck {
        void check(Field field, String name);
    }

    private static void check(Field resources, NameCheck names) {
        Map<String, Quantity> limits = Amounts.list(resources.at("limits").value());
        Map<String, Quantity> requests = Amounts.list(resources.at("requests").value());
        limits.forEach((name, amount) -> {
            Field field = resources.at("limits").key(name);
            names.check(field, name);
            quantity(field, name, amount);
            hugePages(field, name, amount);
        });
        requests.forEach((name, amount) -> {
            Field field = resources.at("requests").key(name);
            names.check(field, name);
            quantity(field, name, amount);
            withinLimit(resources, name, amount, Optional.ofNullable(limits.get(name)));
            hugePages(field, name, amount);
        });
        hugePagesNeedMore(resources, limits.keySet(), requests.keySet());
    }

    private static void withinLimit(Field resources, String name, Quantity request, Optional<Quantity> limit) {
        Field requests = resources.at("requests");
        if (limit.isEmpty()) {
            if (!mayBeOvercommitted(name)) {
                resources.at("limits").required("Limit must be set for non overcommitable resources");
            }
        } else if (!mayBeOvercommitted(name) && !request.equals(limit.get())) {
            requests.invalid(request.toString(), "must be equal to " + name + " limit of " + limit.get());
        } else if (request.compareTo(limit.get()) > 0) {
            requests.invalid(request.toString(), "must be less than or equal to " + name + " limit of " + limit.get());
        }
    }

    private static void hugePagesNeedMore(Field resources, Set<String> limits, Set<String> requests) {
        boolean huge = Stream.concat(limits.stream(), requests.stream()).anyMatch(name -> name.startsWith(HUGE_PAGES));
        boolean compute =
                List.of("cpu", "memory").stream().anyMatch(name -> limits.contains(name) || requests.contains(name));
        if (huge && !compute) {
            resources.forbidden("HugePages require cpu or memory");
        }
    }

    private static void hugePages(Field field, String name, Quantity amount) {
        if (!name.startsWith(HUGE_PAGES)) {
            return;
        }
        Optional<Quantity> page = Amounts.parse(TextNode.valueOf(name.substring(HUGE_PAGES.length())));
        boolean divisible = page.filter(size -> size.value().signum() > 0)
                .map(size -> amount.value().remainder(size.value()).compareTo(BigDecimal.ZERO) == 0)
                .orElse(false);
        if (!divisible) {
            field.invalid(amount.toString(), amount + " is not positive integer multiple of " + name);
        }
    }

    /** Not negative, and whole where the resource is counted. */
    static void quantity(Field field, String name, Quantity amount) {
        if (amount.value().signum() < 0) {
            field.invalid(amount.toString(), "must be greater than or equal to 0");
        }
        if ((COUNTED.contains(name) || isExtended(name)) && !Amounts.isWhole(amount)) {
            field.invalid(amount.toString(), "must be an integer");
        }
    }

    static void containerName(Field field, String name) {
        if (!wellNamed(field, name)) {
            return;
        }
        if (name.indexOf('/') < 0) {
            if (!isContainerResource(name)) {
                field.invalid(name, "must be a standard resource for containers");
            }
        } else if (!isNative(name) && !isExtended(name)) {
            field.invalid(name, "doesn't follow extended resource name standard");
        }
    }

    private static void podName(Field field, String name) {
        if (wellNamed(field, name) && !mayBeOfPod(name)) {
            field.errors().notSupported(field.path(), name, List.of("cpu", "memory"));
        }
    }

    private static boolean mayBeOfPod(String name) {
        return name.equals("cpu") || name.equals("memory") || name.startsWith(HUGE_PAGES);
    }

    static boolean wellNamed(Field field, String name) {
        List<String> errors = NameRules.qualifiedName(name);
        errors.forEach(error -> field.invalid(name, error));
        if (!errors.isEmpty()) {
            return false;
        }
        boolean standard =
                isContainerResource(name) || OTHER_STANDARD.contains(name) || name.startsWith("requests." + HUGE_PAGES);
        if (name.indexOf('/') < 0 && !standard) {
            field.invalid(name, "must be a standard resource type or fully qualified");
            return false;
        }
        return true;
    }

    /** Whether quota counts it, by its own name. */
    static boolean isQuotaResource(String name) {
        boolean hugePages = name.startsWith(HUGE_PAGES) || name.startsWith("requests." + HUGE_PAGES);
        boolean standard = isContainerResource(name) || OTHER_STANDARD.contains(name);
        return hugePages || (standard && !name.equals("storage"));
    }

    private static boolean isContainerResource(String name) {
        return CONTAINER_RESOURCES.contains(name) || name.startsWith(HUGE_PAGES);
    }

    static boolean mayBeOvercommitted(String name) {
        return isNative(name) && !name.startsWith(HUGE_PAGES);
    }

    private static boolean isNative(String name) {
        return name.indexOf('/') < 0 || name.contains("kubernetes.io/");
    }

    static boolean isExtended(String name) {
        return !isNative(name)
                && !name.startsWith("requests.")
                && NameRules.qualifiedName("requests." + name).isEmpty();
    }
}
