package io.gantry.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;

/**
 * Something worth telling the user about an object (core/v1 Event), before it has a name, a count or a time.
 *
 * @param involved reference to the object it is about: apiVersion, kind, namespace, name, uid
 * @param type what kind of news
 * @param reason for example {@code SuccessfulCreate}
 * @param message for people
 * @param component who says it, for example {@code replicaset-controller}
 * @param host the node it happened on, empty when that means nothing
 */
public record EventDraft(ObjectNode involved, Type type, String reason, String message, String component, String host) {

    /** Core/v1 Event type. */
    public enum Type {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** As the API writes it. */
        public String text() {
            return text;
        }
    }

    public static EventDraft normal(ApiObject about, String component, String reason, String message) {
        return new EventDraft(reference(about), Type.NORMAL, reason, message, component, "");
    }

    public static EventDraft warning(ApiObject about, String component, String reason, String message) {
        return new EventDraft(reference(about), Type.WARNING, reason, message, component, "");
    }

    /** The object reference that events carry. */
    public static ObjectNode reference(ApiObject object) {
        ObjectNode reference = Json.object();
        reference.put("kind", object.json().path("kind").asText());
        if (!object.namespace().isEmpty()) {
            reference.put("namespace", object.namespace());
        }
        reference.put("name", object.name());
        reference.put("uid", object.uid());
        reference.put("apiVersion", object.json().path("apiVersion").asText());
        reference.put("resourceVersion", Long.toString(object.revision()));
        return reference;
    }

    public EventDraft withMessage(String text) {
        return new EventDraft(involved, type, reason, text, component, host);
    }

    /** The namespace that the event is stored in. */
    public String namespace() {
        return involved.path("namespace").asText("default");
    }
}
