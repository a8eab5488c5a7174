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

/** MutatingAdmissionPolicyBinding (admissionregistration.k8s.io), in three versions with the same fields. */
final class MutatingAdmissionPolicyBindingKind implements Strategy {

    private MutatingAdmissionPolicyBindingKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new MutatingAdmissionPolicyBindingKind();
        return List.of(
                definition().version("v1").build(AdmissionColumns.BINDING, strategy),
                other("v1beta1").build(AdmissionColumns.BINDING, strategy),
                other("v1alpha1")
                        .deprecated("v1.35+, unavailable in v1.38+")
                        .build(AdmissionColumns.BINDING, strategy));
    }

    private static Definition other(String version) {
        return definition().version(version).storedIn("v1");
    }

    private static Definition definition() {
        return Definition.of(
                        "admissionregistration.k8s.io",
                        "MutatingAdmissionPolicyBinding",
                        "mutatingadmissionpolicybindings")
                .cluster()
                .inExtensions();
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
        AdmissionPolicyRules.mutatingBinding(Field.root(object, errors));
    }
}
