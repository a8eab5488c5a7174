package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.gantry.validation.NameRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** ResourceSlices: the devices that drivers offer. */
public final class ResourceSliceRules {

    private static final int DEVICES = 128;
    private static final int SPECIAL_DEVICES = 64;
    private static final int COUNTER_SETS = 8;
    private static final int COUNTERS = 32;
    private static final int CONSUMPTIONS = 2;
    private static final int TAINTS = 16;
    private static final int ATTRIBUTES = 32;
    private static final int VALUE_LENGTH = 64;
    private static final String VERSION =
            "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?";
    private static final int CONDITIONS = 4;
    private static final String ONE_OF_ITS_OWN =
            "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to"
                    + " true in the ResourceSlice spec";
    private static final String ONE_OF =
            "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

    private ResourceSliceRules() {}

    public static void check(Field slice) {
        Field spec = slice.at("spec");
        DeviceRules.driver(spec.at("driver"));
        Field pool = spec.at("pool");
        DeviceRules.pool(pool.at("name"));
        pool.at("resourceSliceCount").requirePositive();
        if (pool.at("generation").number() < 0) {
            pool.at("generation").invalid("must be greater than or equal to zero");
        }
        nodes(spec);
        Field counters = spec.at("sharedCounters");
        Field devices = spec.at("devices");
        if (counters.isSet() && devices.isSet()) {
            spec.invalid("", "only one of `sharedCounters` or `devices` is allowed");
        }
        boolean special = devices.items().stream()
                .anyMatch(device -> !device.at("taints").isEmpty()
                        || !device.at("consumesCounters").isEmpty());
        boolean perDevice = spec.at("perDeviceNodeSelection").isTrue();
        DeviceRules.eachNamed(devices, special ? SPECIAL_DEVICES : DEVICES, device -> device(device, perDevice));
        DeviceRules.eachNamed(counters, COUNTER_SETS, set -> {
            if (set.at("name").requireFilled()) {
                FormatRules.dnsLabel(set.at("name"));
            }
            counters(set.at("counters"));
        });
    }

    private static void nodes(Field spec) {
        List<String> set = new ArrayList<>();
        Field name = spec.at("nodeName");
        if (name.isSet()) {
            if (name.isEmpty()) {
                name.invalid("must be either unset or set to a non-empty string");
            } else {
                set.add("`nodeName`");
                FormatRules.dnsSubdomain(name);
            }
        }
        Field selector = spec.at("nodeSelector");
        if (selector.isSet()) {
            set.add("`nodeSelector`");
            selector(selector);
        }
        for (String flag : List.of("allNodes", "perDeviceNodeSelection")) {
            if (spec.at(flag).isTrue()) {
                set.add("`" + flag + "`");
            } else if (spec.at(flag).isSet()) {
                spec.at(flag).invalid("must be either unset or set to true");
            }
        }
        if (set.isEmpty()) {
            spec.required(ONE_OF);
        } else if (set.size() > 1) {
            spec.invalid("{" + String.join(", ", set) + "}", ONE_OF + ", but multiple fields are set");
        }
    }

    private static void selector(Field selector) {
        AffinityRules.nodeSelector(selector);
        if (selector.at("nodeSelectorTerms").value().size() != 1) {
            selector.at("nodeSelectorTerms").invalid("must have exactly one node selector term");
        }
    }

    private static void counters(Field counters) {
        if (counters.isEmpty()) {
            counters.required("");
            return;
        }
        counters.limitItems(COUNTERS);
        for (Field counter : counters.entries()) {
            NameRules.dnsLabel(counter.mapKey()).forEach(error -> counters.invalid(counter.mapKey(), error));
        }
    }

    private static void device(Field device, boolean perDevice) {
        DeviceRules.device(device.at("name"));
        int described = device.at("attributes").value().size()
                + device.at("capacity").value().size();
        if (described > ATTRIBUTES) {
            device.invalid(described, "the total number of attributes and capacities must not exceed " + ATTRIBUTES);
        }
        for (Field attribute : device.at("attributes").entries()) {
            DeviceRules.qualifiedName(device.at("attributes"), attribute.mapKey());
            attribute(attribute);
        }
        boolean shared = device.at("allowMultipleAllocations").isTrue();
        for (Field capacity : device.at("capacity").entries()) {
            DeviceRules.qualifiedName(device.at("capacity"), capacity.mapKey());
            if (!shared) {
                capacity.at("requestPolicy").forbidIfSet("allowMultipleAllocations must be true");
            }
        }
        DeviceRules.each(device.at("taints"), TAINTS, DeviceRules::taint);
        DeviceRules.each(device.at("consumesCounters"), CONSUMPTIONS, consumption -> {
            if (consumption.at("counterSet").requireFilled()) {
                FormatRules.dnsLabel(consumption.at("counterSet"));
            }
            counters(consumption.at("counters"));
        });
        ownNodes(device, perDevice);
        binding(device);
    }

    private static void ownNodes(Field device, boolean perDevice) {
        boolean own = Stream.of("nodeName", "nodeSelector", "allNodes")
                .anyMatch(part -> device.at(part).isSet());
        if (!perDevice && own) {
            device.invalid(
                    NullNode.instance,
                    "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the"
                            + " ResourceSlice spec");
        }
        if (perDevice) {
            oneOfItsOwn(device);
        }
    }

    private static void oneOfItsOwn(Field device) {
        List<String> set = new ArrayList<>();
        Field name = device.at("nodeName");
        if (name.isSet() && name.isEmpty()) {
            name.invalid("must not be empty");
        } else if (name.isSet()) {
            set.add("`nodeName`");
            FormatRules.dnsSubdomain(name);
        }
        if (device.at("nodeSelector").isSet()) {
            set.add("`nodeSelector`");
            AffinityRules.nodeSelector(device.at("nodeSelector"));
        }
        Field all = device.at("allNodes");
        if (all.isTrue()) {
            set.add("`allNodes`");
        } else if (all.isSet()) {
            all.invalid("must be either unset or set to true");
        }
        if (set.isEmpty()) {
            device.required(ONE_OF_ITS_OWN);
        } else if (set.size() > 1) {
            device.invalid("{" + String.join(", ", set) + "}", ONE_OF_ITS_OWN);
        }
    }

    private static void binding(Field device) {
        Field wanted = device.at("bindingConditions");
        Field failures = device.at("bindingFailureConditions");
        conditions(wanted);
        conditions(failures);
        failures.items().stream()
                .filter(failure -> wanted.texts().contains(failure.text()))
                .forEach(
                        failure -> failure.invalid("bindingFailureConditions must not overlap with bindingConditions"));
        if (wanted.isEmpty() && !failures.isEmpty()) {
            wanted.invalid(wanted.value(), "bindingConditions are required to use bindingFailureConditions");
        }
        if (failures.isEmpty() && !wanted.isEmpty()) {
            failures.invalid(failures.value(), "bindingFailureConditions are required to use bindingConditions");
        }
    }

    private static void conditions(Field conditions) {
        DeviceRules.each(conditions, CONDITIONS, FormatRules::qualifiedName);
        Set<String> seen = new HashSet<>();
        conditions.items().stream()
                .filter(condition -> !seen.add(condition.text()))
                .forEach(Field::duplicate);
    }

    private static void attribute(Field attribute) {
        long values = attribute.value().properties().stream()
                .filter(value -> !value.getValue().isNull())
                .count();
        for (String text : List.of("string", "version")) {
            if (attribute.at(text).text().length() > VALUE_LENGTH) {
                attribute.at(text).tooLong(VALUE_LENGTH);
            }
        }
        Field version = attribute.at("version");
        if (version.isSet()
                && version.text().length() <= VALUE_LENGTH
                && !version.text().matches(VERSION)) {
            version.invalid("must be a string compatible with semver.org spec 2.0.0");
        }
        if (values == 0) {
            attribute.invalid("", "exactly one value must be specified");
        } else if (values > 1) {
            attribute.invalid("exactly one value must be specified");
        }
    }

    public static void update(Field slice, JsonNode old) {
        Field spec = slice.at("spec");
        JsonNode before = old.path("spec");
        spec.at("pool").at("name").requireUnchanged(before.path("pool").path("name"));
        spec.at("driver").requireUnchanged(before.path("driver"));
        spec.at("nodeName").requireUnchanged(before.path("nodeName"));
    }
}
