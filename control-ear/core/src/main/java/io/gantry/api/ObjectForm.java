package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.DeclaredSchema;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schemas;
import io.gantry.status.Quoted;
import java.util.List;
import java.util.Optional;

/**
 * What an object in a body must be.
 *
 * @param group group of its kind
 * @param version version of its kind
 * @param kind its kind
 * @param schema what it may hold; empty when everything is taken
 * @param declared the schema that users have declared, of custom resources
 */
record ObjectForm(
        String group, String version, String kind, Optional<ObjectSchema> schema, Optional<DeclaredSchema> declared) {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    static final ObjectForm SCALE = builtIn("autoscaling", "v1", "Scale", "io.k8s.api.autoscaling.v1.Scale");
    static final ObjectForm BINDING = builtIn("", "v1", "Binding", "io.k8s.api.core.v1.Binding");
    static final ObjectForm EVICTION = builtIn("policy", "v1", "Eviction", "io.k8s.api.policy.v1.Eviction");
    static final ObjectForm TOKEN_REQUEST =
            builtIn("authentication.k8s.io", "v1", "TokenRequest", "io.k8s.api.authentication.v1.TokenRequest");
    static final ObjectForm DELETE_OPTIONS = builtIn("", "v1", "DeleteOptions", META + "DeleteOptions");

    static ObjectForm of(ResourceDefinition definition, SchemaSource schemas) {
        return new ObjectForm(
                definition.group(),
                definition.version(),
                definition.kind(),
                schemas.of(definition),
                definition.strategy().declaredSchema());
    }

    private static ObjectForm builtIn(String group, String version, String kind, String schema) {
        return new ObjectForm(group, version, kind, Schemas.builtIn().find(schema), Optional.empty());
    }

    /** What a declared schema does not know of an object, in upstream's words; the object stays as it is. */
    List<String> unknown(ObjectNode object) {
        return declared.isEmpty() ? List.of() : prune(object.deepCopy());
    }

    /** Drops fields that a declared schema does not know; answers what is wrong in upstream's words. */
    List<String> prune(ObjectNode object) {
        return declared.map(schema -> schema.prune(object)).orElse(List.of()).stream()
                .map(path -> "unknown field " + Quoted.of(path))
                .toList();
    }

    /** Whether a body may call its version so. Clients of before Kubernetes 1.22 drain nodes with the beta Eviction, which is the same. */
    boolean isCalled(String givenVersion) {
        return givenVersion.equals(apiVersion())
                || group.equals("policy") && kind.equals("Eviction") && givenVersion.equals("policy/v1beta1");
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
