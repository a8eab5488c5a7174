package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.registry.Registry;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.status.FieldErrors;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import io.gantry.validation.NameRules;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One operation of a Transaction, read and ready to be made a request of.
 *
 * @param field where it stands, for errors: {@code spec.operations[2]}
 * @param object what it creates, updates or applies; of a patch or delete what names the object
 * @param settings the whole operation as the client wrote it
 */
record TransactionOperation(
        String field,
        Does does,
        ResourceDefinition definition,
        String namespace,
        ObjectNode object,
        JsonNode settings) {

    enum Does {
        CREATE,
        UPDATE,
        APPLY,
        PATCH,
        DELETE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<String> SETTINGS =
            Set.of("subresource", "expect", "type", "with", "options", "fieldManager", "force");
    /** Set by {@link #asDryRun} only: clients ask for a dry run of the whole. */
    private static final String DRY_RUN = "dryRun";

    private static final Set<String> EXPECTATIONS = Set.of("absent", "exists", "resourceVersion", "uid");

    /**
     * Reads one.
     *
     * @param namespace of objects that name none, may be empty
     * @return one, or none when it cannot be read and the errors say why
     */
    static List<TransactionOperation> read(
            JsonNode settings, String field, String namespace, Resources resources, FieldErrors errors) {
        List<Does> verbs = new ArrayList<>();
        for (Does does : Does.values()) {
            if (settings.has(does.text())) {
                verbs.add(does);
            }
        }
        if (verbs.size() != 1) {
            errors.required(field, "exactly one of create, update, apply, patch and delete");
            return List.of();
        }
        Does does = verbs.getFirst();
        checkNames(settings, field, does, errors);
        if (!(settings.get(does.text()) instanceof ObjectNode object)) {
            errors.typeInvalid(field + "." + does.text(), settings.get(does.text()), "must be an object");
            return List.of();
        }
        return read(settings, field, does, object, namespace, resources, errors);
    }

    private static void checkNames(JsonNode settings, String field, Does does, FieldErrors errors) {
        settings.fieldNames().forEachRemaining(name -> {
            if (!name.equals(does.text()) && !SETTINGS.contains(name)) {
                errors.forbidden(field + "." + name, "is not a field of an operation");
            }
        });
        settings.path("expect").fieldNames().forEachRemaining(name -> {
            if (!EXPECTATIONS.contains(name)) {
                errors.forbidden(field + ".expect." + name, "is not a precondition");
            }
        });
        if (!Set.of("", "status").contains(Nodes.text(settings, "subresource"))) {
            errors.notSupported(field + ".subresource", Nodes.text(settings, "subresource"), List.of("status"));
        }
        if (!Set.of("", "merge", "json", "strategic").contains(Nodes.text(settings, "type"))) {
            errors.notSupported(field + ".type", Nodes.text(settings, "type"), List.of("merge", "json", "strategic"));
        }
        if (does == Does.PATCH && !settings.path("with").isContainerNode()) {
            errors.required(field + ".with", "the patch");
        }
    }

    private static List<TransactionOperation> read(
            JsonNode settings,
            String field,
            Does does,
            ObjectNode object,
            String namespace,
            Resources resources,
            FieldErrors errors) {
        String path = field + "." + does.text();
        String apiVersion = Nodes.text(object, "apiVersion");
        String kind = Nodes.text(object, "kind");
        List<ResourceDefinition> found = resources.ofKind(apiVersion, kind).stream()
                .filter(TransactionOperation::isStored)
                .toList();
        if (found.isEmpty()) {
            errors.invalid(
                    path + ".kind",
                    kind,
                    "no objects of this kind and version " + Quoted.of(apiVersion)
                            + " can be written in a transaction");
            return List.of();
        }
        JsonNode metadata = object.path("metadata");
        String own = Nodes.text(metadata, "namespace").isEmpty() ? namespace : Nodes.text(metadata, "namespace");
        String name = Nodes.text(metadata, "name");
        boolean generated =
                does == Does.CREATE && !Nodes.text(metadata, "generateName").isEmpty();
        if (name.isEmpty() && !generated) {
            errors.required(path + ".metadata.name", "");
        }
        for (String segment : List.of(name, own)) {
            NameRules.pathSegment(segment).forEach(why -> errors.invalid(path + ".metadata", segment, why));
        }
        if (found.getFirst().namespaced() && own.isEmpty()) {
            errors.required(path + ".metadata.namespace", "or spec.namespace");
        }
        return List.of(new TransactionOperation(
                field, does, found.getFirst(), found.getFirst().namespaced() ? own : "", object, settings));
    }

    /** Reviews, undos and transactions themselves are no writes. */
    private static boolean isStored(ResourceDefinition definition) {
        return definition.strategy().answer().isEmpty()
                && definition.strategy().source().isEmpty()
                && definition.strategy().operation().isEmpty();
    }

    String name() {
        return Nodes.text(object.path("metadata"), "name");
    }

    ObjectKey key(String ofName) {
        return Registry.key(definition, namespace, ofName);
    }

    String method() {
        return switch (does) {
            case CREATE -> "POST";
            case UPDATE -> "PUT";
            case APPLY, PATCH -> "PATCH";
            case DELETE -> "DELETE";
        };
    }

    String path() {
        String group = definition.group().isEmpty() ? "/api/" : "/apis/" + definition.group() + "/";
        String place = namespace.isEmpty() ? "" : "/namespaces/" + encoded(namespace);
        String collection = group + definition.version() + place + "/" + definition.plural();
        if (does == Does.CREATE) {
            return collection;
        }
        String subresource = Nodes.text(settings, "subresource");
        return collection + "/" + encoded(name()) + (subresource.isEmpty() ? "" : "/" + subresource);
    }

    /**
     * @param manager of operations that name none
     */
    String query(String manager) {
        String own = Nodes.text(settings, "fieldManager");
        String query = "fieldManager=" + encoded(own.isEmpty() ? manager : own) + "&fieldValidation=Strict"
                + (isDryRun() ? "&dryRun=All" : "");
        return switch (does) {
            case DELETE -> "";
            case APPLY -> query + "&force=" + settings.path("force").asBoolean();
            case CREATE, UPDATE, PATCH -> query;
        };
    }

    String contentType() {
        return switch (does) {
            case APPLY -> Patch.APPLY_TYPE;
            case PATCH ->
                switch (Nodes.text(settings, "type")) {
                    case "json" -> Patch.JSON_TYPE;
                    case "strategic" -> Patch.STRATEGIC_TYPE;
                    default -> Patch.MERGE_TYPE;
                };
            case CREATE, UPDATE, DELETE -> "application/json";
        };
    }

    byte[] body() {
        return switch (does) {
            case PATCH -> Json.write(settings.path("with"));
            case DELETE -> Json.write(deleteOptions());
            case CREATE, UPDATE, APPLY -> Json.write(object);
        };
    }

    private ObjectNode deleteOptions() {
        ObjectNode options = Nodes.copy(settings.path("options"));
        if (isDryRun()) {
            options.putArray("dryRun").add("All");
        }
        return options;
    }

    /** The same, of which admission is to know that it changes nothing. */
    TransactionOperation asDryRun() {
        ObjectNode dry = ((ObjectNode) settings).deepCopy().put(DRY_RUN, true);
        return new TransactionOperation(field, does, definition, namespace, object, dry);
    }

    private boolean isDryRun() {
        return settings.path(DRY_RUN).asBoolean();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Refuses when the object is not as the operation expects it. */
    void checkExpectations(Registry registry) {
        JsonNode expect = settings.path("expect");
        if (expect.isEmpty()) {
            return;
        }
        var present = registry.find(key(name()));
        String version = present.map(object -> Long.toString(object.revision())).orElse("");
        if (expect.path("absent").asBoolean() && present.isPresent()) {
            throw conflict("it was expected to be absent");
        }
        if (expect.path("exists").asBoolean() && present.isEmpty()) {
            throw conflict("it was expected to exist");
        }
        if (expect.has("resourceVersion")
                && !Nodes.text(expect, "resourceVersion").equals(version)) {
            throw conflict("the ResourceVersion in the precondition (" + Nodes.text(expect, "resourceVersion")
                    + ") does not match the ResourceVersion in record (" + version
                    + "). The object might have been modified");
        }
        String uid = present.map(object -> object.uid()).orElse("");
        if (expect.has("uid") && !Nodes.text(expect, "uid").equals(uid)) {
            throw conflict("the UID in the precondition (" + Nodes.text(expect, "uid")
                    + ") does not match the UID in record (" + uid
                    + "). The object might have been deleted and then recreated");
        }
    }

    private StatusException conflict(String why) {
        return StatusException.conflict(definition.groupResource(), name(), why);
    }

    /** The refusal of the whole transaction since this operation was refused. */
    StatusException refusal(StatusException why) {
        String what =
                does.text() + " " + definition.groupResource() + (name().isEmpty() ? "" : " " + Quoted.of(name()));
        StatusException refusal = StatusException.of(
                        why.code(),
                        why.reason(),
                        field + " (" + what + "): " + why.getMessage() + "; nothing was written")
                .withCause(Json.object()
                        .put("reason", why.reason())
                        .put("message", why.getMessage())
                        .put("field", field));
        JsonNode details = why.status().path("details");
        for (ObjectNode cause : Nodes.objects(details, "causes")) {
            ObjectNode placed = cause.deepCopy();
            String inner = Nodes.text(cause, "field");
            placed.put("field", field + "." + does.text() + (inner.isEmpty() ? "" : "." + inner));
            refusal = refusal.withCause(placed);
        }
        int retry = details.path("retryAfterSeconds").asInt(0);
        return retry > 0 ? refusal.retryAfter(retry) : refusal;
    }
}
