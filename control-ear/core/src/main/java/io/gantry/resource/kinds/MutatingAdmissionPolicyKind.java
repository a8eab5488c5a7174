package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.AdmissionDefaults;
import io.gantry.resource.table.AdmissionColumns;
import io.gantry.resource.validation.AdmissionPolicyRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

/** MutatingAdmissionPolicy (admissionregistration.k8s.io), in three versions with the same fields. */
final class MutatingAdmissionPolicyKind implements Strategy {

    private MutatingAdmissionPolicyKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new MutatingAdmissionPolicyKind();
        return List.of(
                definition().version("v1").build(AdmissionColumns.MUTATING_POLICY, strategy),
                other("v1beta1").build(AdmissionColumns.MUTATING_POLICY, strategy),
                other("v1alpha1")
                        .deprecated("v1.35+, unavailable in v1.38+")
                        .build(AdmissionColumns.MUTATING_POLICY, strategy));
    }

    private static Definition other(String version) {
        return definition().version(version).storedIn("v1");
    }

    private static Definition definition() {
        return Definition.of("admissionregistration.k8s.io", "MutatingAdmissionPolicy", "mutatingadmissionpolicies")
                .cluster()
                .inExtensions();
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        AdmissionDefaults.policy(object);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        AdmissionPolicyRules.mutating(Field.root(object, errors));
    }
}
