package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.defaults.AdmissionDefaults;
import io.gantry.resource.table.AdmissionColumns;
import io.gantry.resource.validation.AdmissionPolicyRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;

/** ValidatingAdmissionPolicy (admissionregistration.k8s.io). */
final class ValidatingAdmissionPolicyKind implements StatusOnlyStrategy {

    private ValidatingAdmissionPolicyKind() {}

    static ResourceDefinition definition() {
        return Definition.of("admissionregistration.k8s.io", "ValidatingAdmissionPolicy", "validatingadmissionpolicies")
                .cluster()
                .inExtensions()
                .status()
                .build(AdmissionColumns.VALIDATING_POLICY, new ValidatingAdmissionPolicyKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        AdmissionDefaults.policy(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        AdmissionPolicyRules.validating(Field.root(object, errors));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        AdmissionPolicyRules.status(Field.root(object, errors), old);
    }
}
