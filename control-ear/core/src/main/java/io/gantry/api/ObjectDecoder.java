package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.WriteOptions.FieldValidation;
import io.gantry.resource.Resources;
import io.gantry.schema.Findings;
import io.gantry.schema.Pruner;
import io.gantry.schema.SchemaChecker;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Turns bodies into objects of the expected kind: its apiVersion and kind, the types of its fields, no unknown ones. */
final class ObjectDecoder {

    private final Resources resources;

    ObjectDecoder(Resources resources) {
        this.resources = resources;
    }

    ObjectNode decode(ApiRequest request, ObjectForm form, FieldValidation validation, Consumer<String> warnings) {
        BodyDocument document = BodyReader.read(request, form.kind());
        ObjectNode object = document.object();
        checkKind(object, form);
        object.put("kind", form.kind()).put("apiVersion", form.apiVersion());
        Findings findings =
                form.schema().map(schema -> SchemaChecker.check(schema, object)).orElse(Findings.NONE);
        findings.refusal(form.kind(), form.version(), false).ifPresent(refusal -> {
            throw refusal;
        });
        List<String> unknown = new ArrayList<>(findings.unknownFields());
        unknown.addAll(form.unknown(object));
        report(form, document, unknown, validation, warnings);
        form.schema().ifPresent(schema -> Pruner.prune(schema, object));
        form.prune(object);
        if (!object.path("metadata").isObject()
                && !object.path("metadata").isMissingNode()
                && !object.path("metadata").isNull()) {
            throw Findings.undecodable(form.kind(), form.version(), "metadata must be an object");
        }
        if (object.path("metadata").isNull()) {
            object.remove("metadata");
        }
        return object;
    }

    private static void report(
            ObjectForm form,
            BodyDocument document,
            List<String> unknown,
            FieldValidation validation,
            Consumer<String> warnings) {
        switch (validation) {
            case IGNORE -> {}
            case WARN -> document.warnings(unknown).forEach(warnings);
            case STRICT -> {
                List<String> errors = document.errors(unknown);
                if (!errors.isEmpty()) {
                    throw Findings.undecodable(
                            form.kind(), form.version(), "strict decoding error: " + String.join(", ", errors));
                }
            }
        }
    }

    /** A body may leave out apiVersion and kind; what it says must fit the path. */
    private void checkKind(ObjectNode object, ObjectForm form) {
        String apiVersion = object.path("apiVersion").asText("");
        String kind = object.path("kind").asText("");
        String givenVersion =
                apiVersion.isEmpty() || object.path("apiVersion").isNull() ? form.apiVersion() : apiVersion;
        String givenKind = kind.isEmpty() || object.path("kind").isNull() ? form.kind() : kind;
        if (givenKind.equals(form.kind()) && form.isCalled(givenVersion)) {
            return;
        }
        if (givenKind.equals(form.kind())) {
            throw StatusException.badRequest("the API version in the data (" + givenVersion
                    + ") does not match the expected API version (" + form.apiVersion() + ")");
        }
        String shortVersion = givenVersion.substring(givenVersion.indexOf('/') + 1);
        boolean known = resources.ofKind(givenVersion, givenKind).isPresent();
        String why = known
                ? "converting (" + shortVersion + "." + givenKind + ") to (" + form.version() + "." + form.kind()
                        + "): unknown conversion"
                : "no kind " + Quoted.of(givenKind) + " is registered for version " + Quoted.of(givenVersion);
        throw StatusException.badRequest(givenKind + " in version " + Quoted.of(shortVersion)
                + " cannot be handled as a " + form.kind() + ": " + why);
    }
}
