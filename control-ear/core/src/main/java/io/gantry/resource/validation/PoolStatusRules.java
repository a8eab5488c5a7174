package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.gantry.validation.NameRules;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** ResourcePoolStatusRequests: a question how many devices there are, answered once. */
public final class PoolStatusRules {

    private static final int MAX_POOLS = 1000;
    private static final int MAX_CONDITIONS = 10;
    private static final int ERROR_BYTES = 256;

    private PoolStatusRules() {}

    public static void check(Field request) {
        Field spec = request.at("spec");
        if (spec.at("driver").requireFilled()) {
            DeviceRules.driver(spec.at("driver"));
        }
        if (spec.at("poolName").isSet()) {
            pool(spec.at("poolName"));
        }
        Field limit = spec.at("limit");
        if (limit.isSet() && limit.number() < 1) {
            limit.invalid("must be greater than or equal to 1");
        } else if (limit.number() > MAX_POOLS) {
            limit.invalid("must be less than or equal to " + MAX_POOLS);
        }
    }

    private static void pool(Field pool) {
        String name = pool.text();
        if (name.length() > 253) {
            pool.tooLong(253);
        }
        String[] parts = name.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            String prefix = "segment " + i + ": ";
            if (parts[i].isEmpty()) {
                pool.invalid(prefix + "must not be empty");
            } else {
                String part = parts[i];
                NameRules.dnsSubdomain(part).forEach(error -> pool.invalid(part, prefix + error));
            }
        }
    }

    public static void update(Field request, JsonNode old) {
        Field spec = request.at("spec");
        if (!SemanticEquality.same(spec.value(), old.path("spec"))) {
            spec.invalid(NullNode.instance, "field is immutable");
        }
    }

    public static void status(Field request, JsonNode old) {
        Field status = request.at("status");
        if (old.has("status")) {
            status.requireUnchanged(old.path("status"));
            return;
        }
        if (!status.isSet()) {
            return;
        }
        atLeast(status.at("poolCount"), true, 0);
        DeviceRules.each(status.at("pools"), MAX_POOLS, PoolStatusRules::found);
        status.at("conditions").limitItems(MAX_CONDITIONS);
        ConditionRules.check(status.at("conditions"));
    }

    private static void found(Field pool) {
        if (pool.at("driver").requireFilled()) {
            DeviceRules.driver(pool.at("driver"));
        }
        if (pool.at("poolName").requireFilled()) {
            pool(pool.at("poolName"));
        }
        Field generation = pool.at("generation");
        if (generation.number() == 0) {
            generation.required("");
        }
        atLeast(generation, false, 0);
        atLeast(pool.at("resourceSliceCount"), false, 1);
        for (String count : List.of("totalDevices", "allocatedDevices", "availableDevices", "unavailableDevices")) {
            atLeast(pool.at(count), false, 0);
        }
        if (pool.at("nodeName").isSet()) {
            FormatRules.dnsSubdomain(pool.at("nodeName"));
        }
        Field error = pool.at("validationError");
        if (error.text().getBytes(StandardCharsets.UTF_8).length > ERROR_BYTES) {
            error.tooLong(ERROR_BYTES);
        }
    }

    private static void atLeast(Field count, boolean required, long least) {
        if (!count.isSet()) {
            if (required) {
                count.required("");
            }
        } else if (count.number() < least) {
            count.invalid("must be greater than or equal to " + least);
        }
    }
}
