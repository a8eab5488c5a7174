package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.AdmissionDefaults;
import io.gantry.resource.table.AdmissionColumns;
import io.gantry.resource.validation.AdmissionPolicyRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;

/** ValidatingAdmissionPolicyBinding (admissionregistration.k8s.io). */
final class ValidatingAdmissionPolicyBindingKind implements Strategy {

    private ValidatingAdmissionPolicyBindingKind() {}

    static ResourceDefinition definition() {
        return Definition.of(
                        "admissionregistration.k8s.io",
                        "ValidatingAdmissionPolicyBinding",
                        "validatingadmissionpolicybindings")
                .cluster()
                .inExtensions()
                .build(AdmissionColumns.BINDING, new ValidatingAdmissionPolicyBindingKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        AdmissionDefaults.binding(object);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        AdmissionPolicyRules.validatingBinding(Field.root(object, errors));
    }
}
