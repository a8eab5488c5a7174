package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.Optional;

/** Makes, adds and takes away owner references (meta/v1 OwnerReference). */
public final class OwnerReferences {

    private OwnerReferences() {}

    /** A reference that says: this owner manages the object, and the object holds up the owner's foreground deletion. */
    public static ObjectNode controller(ApiObject owner) {
        ObjectNode reference = Json.object();
        reference.put("apiVersion", owner.json().path("apiVersion").asText());
        reference.put("kind", owner.json().path("kind").asText());
        reference.put("name", owner.name());
        reference.put("uid", owner.uid());
        reference.put("controller", true);
        reference.put("blockOwnerDeletion", true);
        return reference;
    }

    /** Adds a reference to a tree that may be changed. */
    public static void add(ObjectNode object, ObjectNode reference) {
        object.withObject("/metadata").withArray("/ownerReferences").add(reference);
    }

    /** Takes the references to an owner away from a tree that may be changed. */
    public static void remove(ObjectNode object, String ownerUid) {
        ObjectNode metadata = object.withObject("/metadata");
        ArrayNode kept = Json.MAPPER.createArrayNode();
        metadata.path("ownerReferences").forEach(reference -> {
            if (!reference.path("uid").asText().equals(ownerUid)) {
                kept.add(reference);
            }
        });
        if (kept.isEmpty()) {
            metadata.remove("ownerReferences");
        } else {
            metadata.set("ownerReferences", kept);
        }
    }

    public static boolean isControlledBy(ApiObject object, ApiObject owner) {
        return object.controllerReference()
                .map(reference -> reference.path("uid").asText().equals(owner.uid()))
                .orElse(false);
    }

    /** The key of the object's controller when that is of this kind and API group, in the object's own namespace. */
    public static Optional<ObjectKey> controllerKey(ApiObject object, GroupResource resource, String kind) {
        return object.controllerReference()
                .filter(reference -> reference.path("kind").asText().equals(kind)
                        && group(reference).equals(resource.group()))
                .map(reference -> new ObjectKey(
                        resource, object.namespace(), reference.path("name").asText()));
    }

    /** The API group of a reference's apiVersion. */
    public static String group(JsonNode reference) {
        String apiVersion = reference.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
