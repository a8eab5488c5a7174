package io.gantry.api;

import io.gantry.registry.SchemaSource;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schemas;
import java.util.Optional;

/**
 * What an object in a body must be.
 *
 * @param group group of its kind
 * @param version version of its kind
 * @param kind its kind
 * @param schema what it may hold; empty when everything is taken
 */
record ObjectForm(String group, String version, String kind, Optional<ObjectSchema> schema) {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    static final ObjectForm SCALE = builtIn("autoscaling", "v1", "Scale", "io.k8s.api.autoscaling.v1.Scale");
    static final ObjectForm BINDING = builtIn("", "v1", "Binding", "io.k8s.api.core.v1.Binding");
    static final ObjectForm EVICTION = builtIn("policy", "v1", "Eviction", "io.k8s.api.policy.v1.Eviction");
    static final ObjectForm TOKEN_REQUEST =
            builtIn("authentication.k8s.io", "v1", "TokenRequest", "io.k8s.api.authentication.v1.TokenRequest");
    static final ObjectForm DELETE_OPTIONS = builtIn("", "v1", "DeleteOptions", META + "DeleteOptions");

    static ObjectForm of(ResourceDefinition definition, SchemaSource schemas) {
        return new ObjectForm(definition.group(), definition.version(), definition.kind(), schemas.of(definition));
    }

    private static ObjectForm builtIn(String group, String version, String kind, String schema) {
        return new ObjectForm(group, version, kind, Schemas.builtIn().find(schema));
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
