package io.gantry.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import java.util.List;

/** A refusal that becomes a {@code Status} object (API reference, meta/v1 Status). The one error family of the API. */
public final class StatusException extends RuntimeException {

    private final int code;
    private final String reason;
    private final ObjectNode details;
    private final String continueToken;
    private final Form form;

    /** How much of a Status it is. */
    private enum Form {
        STATUS,
        /** The details are there, and empty: upstream's words for what its paths and methods do not have. */
        WITHOUT_SUBJECT,
        /** None of it: a text. */
        TEXT
    }

    private StatusException(int code, String reason, String message, ObjectNode details) {
        this(code, reason, message, details, "");
    }

    private StatusException(int code, String reason, String message, Form form) {
        super(message);
        this.continueToken = "";
        this.code = code;
        this.reason = reason;
        this.details = Json.object();
        this.form = form;
    }

    private StatusException(int code, String reason, String message, ObjectNode details, String continueToken) {
        super(message);
        this.continueToken = continueToken;
        this.code = code;
        this.reason = reason;
        this.details = details;
        this.form = Form.STATUS;
    }

    /** A refusal of a request that is about nothing the server has. */
    public static StatusException withoutSubject(int code, String reason, String message) {
        return new StatusException(code, reason, message, Form.WITHOUT_SUBJECT);
    }

    /** What is below no path of the server's own; clients get a text, as upstream. */
    public static StatusException pageNotFound() {
        return new StatusException(404, "NotFound", "404 page not found", Form.TEXT);
    }

    /** Whether the client gets the message alone, rather than a Status. */
    public boolean isText() {
        return form == Form.TEXT;
    }

    public static StatusException of(int code, String reason, String message) {
        return new StatusException(code, reason, message, Json.object());
    }

    public static StatusException badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    public static StatusException unauthorized() {
        return of(401, "Unauthorized", "Unauthorized");
    }

    public static StatusException notFound(GroupResource resource, String name) {
        return about(404, "NotFound", resource + " \"" + name + "\" not found", resource, name);
    }

    public static StatusException alreadyExists(GroupResource resource, String name) {
        return about(409, "AlreadyExists", resource + " \"" + name + "\" already exists", resource, name);
    }

    public static StatusException conflict(GroupResource resource, String name, String why) {
        return about(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + resource + " \"" + name + "\": " + why,
                resource,
                name);
    }

    public static StatusException forbidden(GroupResource resource, String name, String why) {
        String what = name.isEmpty() ? resource + " is forbidden" : resource + " \"" + name + "\" is forbidden";
        return about(403, "Forbidden", what + ": " + why, resource, name);
    }

    public static StatusException methodNotSupported(GroupResource resource, String verb) {
        return about(
                405,
                "MethodNotAllowed",
                verb + " is not supported on resources of kind \"" + resource + "\"",
                resource,
                "");
    }

    /** Something went wrong that is not the client's fault. */
    public static StatusException internalError(String why) {
        return of(500, "InternalError", "Internal error occurred: " + why)
                .withCause(Json.object().put("message", why));
    }

    public static StatusException expired(String message) {
        return of(410, "Expired", message);
    }

    /**
     * The refusal of an object with field errors.
     *
     * @param group API group of the kind
     * @param kind for example {@code Pod}
     */
    public static StatusException invalid(String group, String kind, String name, List<FieldErrors.FieldError> errors) {
        String what = group.isEmpty() ? kind : kind + "." + group;
        // the causes tell what the message says once
        List<String> texts = errors.stream()
                .map(e -> e.field() + ": " + e.message())
                .distinct()
                .toList();
        String joined = texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
        ObjectNode details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", kind);
        ArrayNode causes = details.putArray("causes");
        errors.forEach(e -> causes.addObject()
                .put("reason", e.reason())
                .put("message", e.message())
                .put("field", e.field()));
        return new StatusException(422, "Invalid", what + " \"" + name + "\" is invalid: " + joined, details);
    }

    /** The same refusal in other words. */
    public StatusException withMessage(String message) {
        return new StatusException(code, reason, message, details);
    }

    /** The same refusal of a list, with a token to go on all the same. */
    public StatusException withContinue(String token) {
        return new StatusException(code, reason, getMessage(), details, token);
    }

    /** The same refusal with what somebody else says about it (meta/v1 StatusDetails). */
    public StatusException withDetails(ObjectNode given) {
        return new StatusException(code, reason, getMessage(), given.deepCopy());
    }

    /** The same refusal with one more machine-readable cause (meta/v1 StatusCause: reason, message, field). */
    public StatusException withCause(ObjectNode cause) {
        ObjectNode more = details.deepCopy();
        more.withArray("causes").add(cause);
        return new StatusException(code, reason, getMessage(), more);
    }

    /** The same refusal with the advice to try again after so many seconds. */
    public StatusException retryAfter(int seconds) {
        ObjectNode more = details.deepCopy();
        more.put("retryAfterSeconds", seconds);
        return new StatusException(code, reason, getMessage(), more);
    }

    /** A refusal about an object. */
    public static StatusException about(int code, String reason, String message, GroupResource resource, String name) {
        ObjectNode details = Json.object();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!resource.group().isEmpty()) {
            details.put("group", resource.group());
        }
        details.put("kind", resource.resource());
        return new StatusException(code, reason, message, details);
    }

    /** HTTP status code. */
    public int code() {
        return code;
    }

    /** Machine-readable reason, for example {@code AlreadyExists}. */
    public String reason() {
        return reason;
    }

    /** The Status object that the client receives. */
    public ObjectNode status() {
        ObjectNode status = Json.object();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        ObjectNode metadata = status.putObject("metadata");
        if (!continueToken.isEmpty()) {
            metadata.put("continue", continueToken);
        }
        status.put("status", "Failure");
        status.put("message", getMessage());
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        if (!details.isEmpty() || form == Form.WITHOUT_SUBJECT) {
            status.set("details", details);
        }
        status.put("code", code);
        return status;
    }
}
