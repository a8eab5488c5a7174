package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;

/** Defaults of admissionregistration.k8s.io. */
public final class AdmissionDefaults {

    private static final int PORT = 443;
    private static final int TIMEOUT_SECONDS = 10;

    private AdmissionDefaults() {}

    /** Webhooks of either kind. */
    public static void webhooks(ObjectNode configuration) {
        for (ObjectNode hook : Nodes.objects(configuration, "webhooks")) {
            Defaults.text(hook, "failurePolicy", "Fail");
            matching(hook);
            Defaults.number(hook, "timeoutSeconds", TIMEOUT_SECONDS);
            Nodes.objects(hook, "rules").forEach(AdmissionDefaults::scope);
            if (hook.path("clientConfig").get("service") instanceof ObjectNode service) {
                Defaults.number(service, "port", PORT);
            }
        }
    }

    public static void mutatingWebhooks(ObjectNode configuration) {
        webhooks(configuration);
        Nodes.objects(configuration, "webhooks").forEach(hook -> Defaults.text(hook, "reinvocationPolicy", "Never"));
    }

    /** A policy of either kind, or what binds it. */
    public static void policy(ObjectNode policy) {
        ObjectNode spec = Nodes.child(policy, "spec");
        Defaults.text(spec, "failurePolicy", "Fail");
        resources(spec, "matchConstraints");
    }

    public static void binding(ObjectNode binding) {
        resources(Nodes.child(binding, "spec"), "matchResources");
    }

    private static void resources(ObjectNode spec, String field) {
        if (spec.get(field) instanceof ObjectNode match) {
            matching(match);
            Nodes.objects(match, "resourceRules").forEach(AdmissionDefaults::scope);
            Nodes.objects(match, "excludeResourceRules").forEach(AdmissionDefaults::scope);
        }
    }

    private static void matching(ObjectNode match) {
        Defaults.text(match, "matchPolicy", "Equivalent");
        Nodes.child(match, "namespaceSelector");
        Nodes.child(match, "objectSelector");
    }

    private static void scope(ObjectNode rule) {
        Defaults.text(rule, "scope", "*");
    }
}
