package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ScalePaths;
import io.gantry.schema.GoValue;
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
        if (!selector.isEmpty()) {
            at(object, selector, errors, "")
                    .filter(text -> !text.isTextual())
                    .ifPresent(text -> refuse(errors, selector, "", selector, text, "string"));
        }
    }

    private static void replicas(ObjectNode object, String path, FieldErrors errors) {
        Optional<JsonNode> found = at(object, path, errors, 0);
        if (found.isEmpty()) {
            return;
        }
        JsonNode value = found.get();
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            refuse(errors, path, 0, path, value, "int64");
        } else if (value.longValue() < 0) {
            errors.invalid(path, value, "should be a non-negative integer");
        } else if (value.longValue() > Integer.MAX_VALUE) {
            errors.invalid(path, value, "should be less than or equal to " + Integer.MAX_VALUE);
        }
    }

    /**
     * The value at a path; empty when it is absent, or when something on the way is no object, which is an error.
     *
     * @param shown what stands for the value in errors
     */
    private static Optional<JsonNode> at(ObjectNode object, String path, FieldErrors errors, Object shown) {
        JsonNode value = object;
        StringBuilder reached = new StringBuilder();
        for (String name : path.replaceFirst("^\\.", "").split("\\.", -1)) {
            reached.append('.').append(name);
            if (value.isNull()) {
                return Optional.empty();
            }
            if (!value.isObject()) {
                refuse(errors, path, shown, reached.toString(), value, "map[string]interface{}");
                return Optional.empty();
            }
            value = value.path(name);
            if (value.isMissingNode()) {
                return Optional.empty();
            }
        }
        return Optional.of(value);
    }

    private static void refuse(
            FieldErrors errors, String path, Object shown, String reached, JsonNode value, String expected) {
        errors.invalid(
                path,
                shown,
                reached + " accessor error: " + GoValue.plain(value) + " is of the type " + GoValue.type(value)
                        + ", expected " + expected);
    }
}
