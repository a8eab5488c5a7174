package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.AdmissionDefaults;
import io.gantry.resource.table.AdmissionColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.WebhookRules;
import io.gantry.status.FieldErrors;

/** MutatingWebhookConfiguration (admissionregistration.k8s.io). */
final class MutatingWebhookConfigurationKind implements Strategy {

    private MutatingWebhookConfigurationKind() {}

    static ResourceDefinition definition() {
        return Definition.of(
                        "admissionregistration.k8s.io", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations")
                .cluster()
                .inExtensions()
                .build(AdmissionColumns.WEBHOOKS, new MutatingWebhookConfigurationKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        AdmissionDefaults.mutatingWebhooks(object);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        WebhookRules.check(Field.root(object, errors));
    }
}
