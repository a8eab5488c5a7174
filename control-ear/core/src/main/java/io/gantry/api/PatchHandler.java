package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.WriteOptions.FieldValidation;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.registry.Registry;
import io.gantry.registry.Scale;
import io.gantry.registry.SchemaSource;
import io.gantry.registry.Surface;
import io.gantry.schema.Findings;
import io.gantry.schema.Pruner;
import io.gantry.schema.SchemaChecker;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Applies patches to objects, their status and their scale. */
final class PatchHandler {

    private final Registry registry;
    private final SchemaSource schemas;
    private final ApplyHandler applies;
    private final ObjectRenderer renderer;

    PatchHandler(Registry registry, SchemaSource schemas, ApplyHandler applies, ObjectRenderer renderer) {
        this.registry = registry;
        this.schemas = schemas;
        this.applies = applies;
        this.renderer = renderer;
    }

    ApiResponse patch(Call call, Surface surface) {
        if (Patch.isApply(call.request())) {
            return applies.apply(call, surface);
        }
        ObjectForm form = ObjectForm.of(call.definition(), schemas);
        Supplier<Patch> patch = Patch.of(call.request(), form);
        WriteOptions options = WriteOptions.of("PatchOptions", call.query());
        ApiObject patched = registry.update(
                call.definition(),
                call.key(),
                surface,
                object -> patched(call, form, patch.get(), options, object),
                call.context(options));
        return renderer.object(call, 200, patched);
    }

    ApiResponse patchScale(Call call, Scale scale) {
        if (Patch.isApply(call.request())) {
            return applies.applyScale(call, scale);
        }
        Supplier<Patch> patch = Patch.of(call.request(), ObjectForm.SCALE);
        WriteOptions options = WriteOptions.of("PatchOptions", call.query());
        ApiObject patched = registry.applying()
                .updateScale(
                        call.definition(),
                        call.key(),
                        scale,
                        shown -> patched(call, ObjectForm.SCALE, patch.get(), options, shown),
                        call.context(options));
        return Responses.tree(200, scale.show(patched.copy()), call.format(), call.warnings());
    }

    private static ObjectNode patched(
            Call call, ObjectForm form, Patch patch, WriteOptions options, ObjectNode object) {
        JsonNode result = patch.apply(object);
        List<String> strict = new ArrayList<>(patch.duplicates());
        ObjectNode patched = checked(form, patch, result, strict);
        if (!strict.isEmpty() && options.validation() == FieldValidation.STRICT) {
            throw refused(patch, patched, "strict decoding error: " + String.join(", ", strict));
        }
        if (options.validation() == FieldValidation.WARN) {
            strict.forEach(call.warnings());
        }
        PathCheck.name(call.target(), patched);
        return patched;
    }

    private static ObjectNode checked(ObjectForm form, Patch patch, JsonNode result, List<String> strict) {
        if (!(result instanceof ObjectNode patched)) {
            throw refused(patch, result, "the patched object is not an object");
        }
        boolean sameKind = patched.path("kind").asText("").equals(form.kind())
                && patched.path("apiVersion").asText("").equals(form.apiVersion());
        if (!sameKind) {
            throw refused(patch, patched, "apiVersion and kind may not be changed");
        }
        if (!patched.path("metadata").isObject()) {
            throw refused(patch, patched, "metadata must be an object");
        }
        if (form.schema().isPresent()) {
            Findings findings = SchemaChecker.check(form.schema().get(), patched);
            if (!findings.typeErrors().isEmpty()) {
                Optional<String> wrong = patch.wrongType(form.schema().get(), patched);
                throw refused(
                        patch,
                        patched,
                        wrong.orElse(findings.typeErrors().getFirst().message()));
            }
            findings.unknownFields().stream().sorted().forEach(strict::add);
            Pruner.prune(form.schema().get(), patched);
            strict.addAll(form.prune(patched));
        }
        checkSize(patched);
        return patched;
    }

    /** A small patch can make a large object. */
    static void checkSize(JsonNode patched) {
        if (Json.write(patched).length > ApiRequest.BODY_LIMIT) {
            throw BodyReader.tooLarge("limit is " + ApiRequest.BODY_LIMIT);
        }
    }

    /** Upstream shows the whole value here; a start of it says as much. */
    private static StatusException refused(Patch patch, JsonNode patched, String why) {
        String text = patch.shown(patched);
        FieldErrors errors = new FieldErrors();
        errors.invalid("patch", text.length() > 1000 ? text.substring(0, 1000) + "..." : text, why);
        return StatusException.invalid("", "", "", errors.list());
    }
}
