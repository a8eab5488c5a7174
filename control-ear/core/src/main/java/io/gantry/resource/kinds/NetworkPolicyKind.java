package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.NetworkPolicyDefaults;
import io.gantry.resource.table.IngressColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.NetworkPolicyRules;
import io.gantry.status.FieldErrors;

/** NetworkPolicy (networking.k8s.io). */
final class NetworkPolicyKind implements Strategy {

    private NetworkPolicyKind() {}

    static ResourceDefinition definition() {
        return Definition.of("networking.k8s.io", "NetworkPolicy", "networkpolicies")
                .shortName("netpol")
                .build(IngressColumns.NETWORK_POLICY, new NetworkPolicyKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        NetworkPolicyDefaults.policy(object);
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        NetworkPolicyRules.checkNew(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        NetworkPolicyRules.update(Field.root(object, errors), old);
    }
}
