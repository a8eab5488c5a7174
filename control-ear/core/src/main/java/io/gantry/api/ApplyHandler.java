package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.WriteOptions.FieldValidation;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.registry.ApplyWrites;
import io.gantry.registry.ApplyWrites.Applied;
import io.gantry.registry.ApplyWrites.Configuration;
import io.gantry.registry.Registry;
import io.gantry.registry.Scale;
import io.gantry.registry.Surface;
import io.gantry.status.StatusException;

/** Server-side apply: PATCH with {@code application/apply-patch+yaml} (KEP-555). */
final class ApplyHandler {

    private final ApplyWrites writes;
    private final Authorization authorization;
    private final ObjectRenderer renderer;

    ApplyHandler(Registry registry, Authorization authorization, ObjectRenderer renderer) {
        this.writes = registry.applying();
        this.authorization = authorization;
        this.renderer = renderer;
    }

    ApiResponse apply(Call call, Surface surface) {
        WriteOptions options = WriteOptions.ofApply(call.query());
        String kind = call.definition().kind();
        Configuration wanted = configuration(call, options, call.definition().apiVersion(), kind);
        Applied applied = writes.apply(
                call.definition(),
                call.key(),
                surface,
                wanted,
                () -> authorization.checkCreation(call.request(), call.target()),
                call.context(options));
        return switch (applied.outcome()) {
            case CREATED -> renderer.object(call, 201, applied.object());
            case CHANGED -> renderer.object(call, 200, applied.object());
        };
    }

    ApiResponse applyScale(Call call, Scale scale) {
        WriteOptions options = WriteOptions.ofApply(call.query());
        Configuration wanted = configuration(call, options, ObjectForm.SCALE.apiVersion(), ObjectForm.SCALE.kind());
        ApiObject applied = writes.applyScale(call.definition(), call.key(), scale, wanted, call.context(options));
        return Responses.tree(200, scale.show(applied.copy()), call.format(), call.warnings());
    }

    private static Configuration configuration(Call call, WriteOptions options, String apiVersion, String kind) {
        BodyReader.checkSize(call.request());
        YamlDocument document = parse(call.request());
        JsonNode tree = document.tree();
        if (!tree.isObject() && !tree.isNull()) {
            throw StatusException.badRequest("error decoding YAML: error unmarshaling JSON: while decoding JSON: json:"
                    + " cannot unmarshal " + BodyReader.kindOf(tree)
                    + " into Go value of type map[string]interface {}");
        }
        ObjectNode config = tree instanceof ObjectNode object ? object : Json.object();
        checkType(config, apiVersion, kind);
        return new Configuration(config, options.onConflict(), merged -> check(call, options, document, merged));
    }

    private static YamlDocument parse(ApiRequest request) {
        try {
            return YamlDocument.parse(request.body());
        } catch (MalformedBodyException e) {
            throw StatusException.badRequest("error decoding YAML: error converting YAML to JSON: " + e.getMessage());
        }
    }

    private static void checkType(ObjectNode config, String apiVersion, String kind) {
        String givenVersion = config.path("apiVersion").asText("");
        String givenKind = config.path("kind").asText("");
        if (!givenVersion.equals(apiVersion) || !givenKind.equals(kind)) {
            String groupVersion = givenVersion.contains("/") ? givenVersion : "/" + givenVersion;
            throw StatusException.badRequest("invalid object type: " + groupVersion + ", Kind=" + givenKind);
        }
    }

    /** Upstream tells of repeated fields only when everything else is right. */
    private static void check(Call call, WriteOptions options, YamlDocument document, ObjectNode merged) {
        if (!document.duplicates().isEmpty() && options.validation() == FieldValidation.STRICT) {
            throw StatusException.badRequest(
                    "error strict decoding YAML: error converting YAML to JSON: " + document.strictError());
        }
        if (options.validation() == FieldValidation.WARN) {
            document.duplicates().forEach(call.warnings());
        }
        PathCheck.name(call.target(), merged);
        PatchHandler.checkSize(merged);
    }
}
