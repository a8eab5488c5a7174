package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ScalePaths;
import io.gantry.status.FieldErrors;
import java.util.Optional;

/** The scale subresource of a custom resource; paths as the definition has them ({@code .spec.replicas}). */
record CustomScale(String spec, String status, String selector) {

    static Optional<CustomScale> of(JsonNode version) {
        JsonNode scale = version.path("subresources").path("scale");
        return scale.isObject()
                ? Optional.of(new CustomScale(
                        Nodes.text(scale, "specReplicasPath"),
                        Nodes.text(scale, "statusReplicasPath"),
                        Nodes.text(scale, "labelSelectorPath")))
                : Optional.empty();
    }

    ScalePaths paths() {
        return new ScalePaths(pointer(spec), spec, pointer(status), selector.isEmpty() ? "" : pointer(selector));
    }

    /** A simple path as a JSON pointer. */
    static String pointer(String path) {
        String dotted = path.startsWith(".") ? path : "." + path;
        return dotted.replace("~", "~0").replace("/", "~1").replace('.', '/');
    }

    void check(ObjectNode object, FieldErrors errors) {
        replicas(object, spec, errors);
        checkStatus(object, errors);
    }

    void checkStatus(ObjectNode object, FieldErrors errors) {
        replicas(object, status, errors);
        JsonNode text = selector.isEmpty() ? object.path("") : object.at(pointer(selector));
        if (!text.isMissingNode() && !text.isTextual()) {
            errors.invalid(selector, "", selector + " accessor error: " + text + " is not a string");
        }
    }

    private static void replicas(ObjectNode object, String path, FieldErrors errors) {
        JsonNode value = object.at(pointer(path));
        if (value.isMissingNode()) {
            return;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            errors.invalid(path, 0, path + " accessor error: " + value + " is not an integer");
        } else if (value.longValue() < 0) {
            errors.invalid(path, value, "should be a non-negative integer");
        } else if (value.longValue() > Integer.MAX_VALUE) {
            errors.invalid(path, value, "should be less than or equal to " + Integer.MAX_VALUE);
        }
    }
}
