package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;

/** Which object a write is meant for: its namespace, and of an update uid and revision as far as the client names them. */
final class WriteConditions {

    private WriteConditions() {}

    /** Objects are in the namespace of the path, and may say so. */
    static void setNamespace(ResourceDefinition definition, ObjectNode object, String namespace) {
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        String given = text(object, "namespace");
        if (!definition.namespaced()) {
            metadata.remove("namespace");
        } else if (given.isEmpty()) {
            metadata.put("namespace", namespace);
        } else if (!given.equals(namespace)) {
            throw StatusException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    /** Refuses a new object of a revision; as upstream does, when nothing else is wrong with it and admission lets it in. */
    static void refuseVersion(ObjectNode object) {
        if (!text(object, "resourceVersion").isEmpty()) {
            throw StatusException.badRequest("resourceVersion should not be set on objects to be created");
        }
    }

    static void checkUid(ResourceDefinition definition, ObjectNode wanted, ObjectNode old) {
        String present = text(old, "uid");
        String uid = text(wanted, "uid");
        if (!uid.isEmpty() && !uid.equals(present)) {
            throw StatusException.conflict(
                    definition.groupResource(),
                    text(old, "name"),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + present);
        }
    }

    static void checkVersion(ResourceDefinition definition, ObjectNode wanted, ObjectNode old) {
        String name = text(old, "name");
        String version = text(wanted, "resourceVersion");
        if (version.isEmpty() || version.equals("0")) {
            if (!definition.strategy().allowsUnconditionalUpdate()) {
                FieldErrors errors = new FieldErrors();
                errors.invalid("metadata.resourceVersion", 0, "must be specified for an update");
                throw StatusException.invalid(definition.group(), definition.plural(), name, errors.list());
            }
        } else if (!version.equals(text(old, "resourceVersion"))) {
            throw StatusException.conflict(
                    definition.groupResource(),
                    name,
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    private static String text(ObjectNode object, String field) {
        return object.path("metadata").path(field).asText("");
    }
}
