package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.Subresource;
import io.gantry.resource.table.ConfigColumns;
import java.util.List;
import java.util.Set;

/** ServiceAccount. */
final class ServiceAccountKind implements Strategy {

    private static final String ENFORCE_SECRETS = "kubernetes.io/enforce-mountable-secrets";

    private ServiceAccountKind() {}

    static ResourceDefinition definition() {
        return Definition.core("ServiceAccount", "serviceaccounts")
                .shortName("sa")
                .subresource(new Subresource("token", "authentication.k8s.io", "v1", "TokenRequest", Set.of("create")))
                .build(ConfigColumns.SERVICE_ACCOUNT, new ServiceAccountKind());
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        keepNamesOfSecrets(object);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        keepNamesOfSecrets(object);
    }

    /** A reference to a secret is a name in the same namespace and nothing else. */
    private static void keepNamesOfSecrets(ObjectNode object) {
        Nodes.objects(object, "secrets").forEach(secret -> secret.retain("name"));
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        if (!object.path("metadata").path("annotations").has(ENFORCE_SECRETS)) {
            return List.of();
        }
        return List.of("metadata.annotations[" + ENFORCE_SECRETS
                + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets");
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
