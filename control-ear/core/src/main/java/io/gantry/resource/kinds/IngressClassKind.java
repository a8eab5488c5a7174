package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.NetworkPolicyDefaults;
import io.gantry.resource.table.IngressColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.IngressClassRules;
import io.gantry.status.FieldErrors;

/** IngressClass (networking.k8s.io). */
final class IngressClassKind implements Strategy {

    private IngressClassKind() {}

    static ResourceDefinition definition() {
        return Definition.of("networking.k8s.io", "IngressClass", "ingressclasses")
                .cluster()
                .build(IngressColumns.INGRESS_CLASS, new IngressClassKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        NetworkPolicyDefaults.ingressClass(object);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        IngressClassRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        IngressClassRules.update(Field.root(object, errors), old);
    }
}
