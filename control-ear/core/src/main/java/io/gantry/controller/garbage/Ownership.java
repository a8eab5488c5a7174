package io.gantry.controller.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;

/** What an object's metadata says about owners and about the manner of its deletion. */
final class Ownership {

    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private Ownership() {}

    static JsonNode owners(ApiObject object) {
        return object.metadata().path("ownerReferences");
    }

    static boolean hasOwners(ApiObject object) {
        return !object.ownerUids().isEmpty();
    }

    static boolean sameOwners(ApiObject one, ApiObject other) {
        return one.ownerUids().equals(other.ownerUids())
                && (one.ownerUids().isEmpty() || owners(one).equals(owners(other)));
    }

    static boolean hasFinalizer(ApiObject object, String finalizer) {
        return object.metadata()
                .path("finalizers")
                .valueStream()
                .anyMatch(node -> node.asText().equals(finalizer));
    }

    /** It waits until its dependents are gone. */
    static boolean isDeletedInForeground(ApiObject object) {
        return object.isBeingDeleted() && hasFinalizer(object, FOREGROUND);
    }

    /** It waits until its dependents are free of it. */
    static boolean isOrphaning(ApiObject object) {
        return object.isBeingDeleted() && hasFinalizer(object, ORPHAN);
    }

    static boolean isHeldByDeletion(ApiObject object) {
        return isDeletedInForeground(object) || isOrphaning(object);
    }

    /** All that counts here about an object's deletion. */
    static String deletionState(ApiObject object) {
        return object.isBeingDeleted() ? object.metadata().path("finalizers").toString() : "none";
    }
}
