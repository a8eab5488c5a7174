package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;

/** DeviceClasses and DeviceTaintRules. */
public final class DeviceClassRules {

    private static final int CONDITIONS = 8;

    private DeviceClassRules() {}

    public static void deviceClass(Field object) {
        Field spec = object.at("spec");
        DeviceRules.selectors(spec.at("selectors"));
        DeviceRules.configurations(spec.at("config"), DeviceRules::configuration);
        Field name = spec.at("extendedResourceName");
        if (name.isSet() && !ResourceRules.isExtended(name.text())) {
            name.invalid("must be a valid extended resource name");
        }
    }

    public static void taintRule(Field object) {
        Field selector = object.at("spec").at("deviceSelector");
        if (selector.at("driver").isSet()) {
            DeviceRules.driver(selector.at("driver"));
        }
        if (selector.at("pool").isSet()) {
            DeviceRules.pool(selector.at("pool"));
        }
        if (selector.at("device").isSet()) {
            DeviceRules.device(selector.at("device"));
        }
        DeviceRules.taint(object.at("spec").at("taint"));
    }

    public static void taintRuleStatus(Field object, JsonNode old) {
        Field conditions = object.at("status").at("conditions");
        ConditionRules.check(conditions);
        conditions.limitItems(CONDITIONS);
    }
}
