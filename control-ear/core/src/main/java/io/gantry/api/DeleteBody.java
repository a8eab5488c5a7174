package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.DeleteOptions.Propagation;
import io.gantry.schema.SchemaChecker;
import io.gantry.status.FieldErrors;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;

/**
 * The options of a delete, from its body or else from its query.
 *
 * @param dryRun whether to write nothing
 * @param accepts202 whether the client asked in the old way to delete dependents first, and is told so by 202
 */
record DeleteBody(DeleteOptions options, boolean dryRun, boolean accepts202) {

    private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan", "nil");

    static DeleteBody of(ApiRequest request, QueryParameters query) {
        ObjectNode options = request.body().length == 0 ? fromQuery(query) : fromBody(request);
        FieldErrors errors = new FieldErrors();
        DeleteBody body = of(options, errors);
        if (!errors.isEmpty()) {
            throw StatusException.invalid("meta.k8s.io", "DeleteOptions", "", errors.list());
        }
        return body;
    }

    /** The options that an Eviction carries; either of it and the request may ask for a dry run. */
    static DeleteBody ofEviction(ObjectNode eviction, boolean dryRun) {
        ObjectNode options = eviction.path("deleteOptions") instanceof ObjectNode given ? given : Json.object();
        FieldErrors errors = new FieldErrors();
        if (options.path("ignoreStoreReadErrorWithClusterBreakingPotential").asBoolean()) {
            errors.invalid(
                    "deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential",
                    true,
                    "can not be set for pod eviction, try after removing the option");
            throw StatusException.invalid("policy", "Eviction", name(eviction), errors.list());
        }
        DeleteBody body = of(options, errors);
        if (!errors.isEmpty()) {
            throw StatusException.invalid("policy", "Eviction", name(eviction), errors.list());
        }
        return new DeleteBody(body.options(), body.dryRun() || dryRun, body.accepts202());
    }

    private static String name(ObjectNode eviction) {
        return eviction.path("metadata").path("name").asText("");
    }

    private static ObjectNode fromQuery(QueryParameters query) {
        ObjectNode options = Json.object();
        query.number("gracePeriodSeconds").ifPresent(seconds -> options.put("gracePeriodSeconds", seconds));
        query.optionalBoolean("orphanDependents").ifPresent(orphan -> options.put("orphanDependents", orphan));
        if (!query.text("propagationPolicy").isEmpty()) {
            options.put("propagationPolicy", query.text("propagationPolicy"));
        }
        query.all("dryRun").forEach(options.putArray("dryRun")::add);
        return options;
    }

    private static ObjectNode fromBody(ApiRequest request) {
        ObjectForm form = ObjectForm.DELETE_OPTIONS;
        ObjectNode options = read(request);
        String kind = options.path("kind").asText("");
        if (!kind.isEmpty() && !kind.equals(form.kind())) {
            throw StatusException.badRequest("no kind " + Quoted.of(kind) + " is registered for version "
                    + Quoted.of(options.path("apiVersion").asText("")));
        }
        form.schema().map(schema -> SchemaChecker.check(schema, options).typeErrors()).stream()
                .flatMap(List::stream)
                .findFirst()
                .ifPresent(error -> {
                    throw StatusException.badRequest(error.message());
                });
        return options;
    }

    private static ObjectNode read(ApiRequest request) {
        try {
            return BodyReader.document(request).object();
        } catch (MalformedBodyException e) {
            throw StatusException.badRequest(e.getMessage());
        }
    }

    private static DeleteBody of(ObjectNode options, FieldErrors errors) {
        Optional<Boolean> orphan = Nodes.has(options, "orphanDependents")
                ? Optional.of(options.path("orphanDependents").asBoolean())
                : Optional.empty();
        Optional<Propagation> policy = policy(Nodes.text(options, "propagationPolicy"), orphan.isPresent(), errors);
        boolean dryRun = WriteOptions.dryRun(Nodes.texts(options, "dryRun"), errors);
        JsonNode preconditions = options.path("preconditions");
        DeleteOptions read = new DeleteOptions(
                Nodes.has(options, "gracePeriodSeconds")
                        ? Optional.of(options.path("gracePeriodSeconds").asLong())
                        : Optional.empty(),
                text(preconditions, "uid"),
                text(preconditions, "resourceVersion"),
                orphan.map(yes -> yes ? Propagation.ORPHAN : Propagation.BACKGROUND)
                        .or(() -> policy));
        return new DeleteBody(read, dryRun, orphan.equals(Optional.of(false)));
    }

    private static Optional<String> text(JsonNode parent, String field) {
        return Nodes.has(parent, field) ? Optional.of(parent.path(field).asText()) : Optional.empty();
    }

    private static Optional<Propagation> policy(String text, boolean orphanGiven, FieldErrors errors) {
        if (!text.isEmpty() && orphanGiven) {
            errors.invalid("propagationPolicy", text, "orphanDependents and deletionPropagation cannot be both set");
        }
        return switch (text) {
            case "" -> Optional.empty();
            case "Foreground" -> Optional.of(Propagation.FOREGROUND);
            case "Background" -> Optional.of(Propagation.BACKGROUND);
            case "Orphan" -> Optional.of(Propagation.ORPHAN);
            default -> {
                errors.notSupported("propagationPolicy", text, POLICIES);
                yield Optional.empty();
            }
        };
    }
}
