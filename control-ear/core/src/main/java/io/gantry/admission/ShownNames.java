package io.gantry.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Subresource;
import java.util.Optional;

/** How webhooks and policies are told what a request is about (meta/v1 GroupVersionKind and GroupVersionResource). */
public final class ShownNames {

    private ShownNames() {}

    /** The kind of the body: of a subresource the one that it takes, for example {@code autoscaling/v1, Scale}. */
    public static ObjectNode kind(ResourceDefinition definition, String subresource) {
        Optional<Subresource> part = definition.subresource(subresource);
        Optional<Subresource> versioned = part.filter(one -> !one.version().isEmpty());
        return Json.object()
                .put("group", versioned.map(Subresource::group).orElse(definition.group()))
                .put("version", versioned.map(Subresource::version).orElse(definition.version()))
                .put("kind", part.map(Subresource::kind).orElse(definition.kind()));
    }

    public static ObjectNode resource(ResourceDefinition definition) {
        return Json.object()
                .put("group", definition.group())
                .put("version", definition.version())
                .put("resource", definition.plural());
    }
}
