package io.gantry.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import java.util.List;
import java.util.Optional;

/** One step of a plan. */
public sealed interface Change {

    /**
     * Creates an object.
     *
     * @param announcement an event for success; the created object's name is appended to its message
     */
    record Create(GroupResource resource, ObjectNode object, Optional<EventDraft> announcement) implements Change {

        public Create(GroupResource resource, ObjectNode object) {
            this(resource, object, Optional.empty());
        }
    }

    /** Changes everything but status, provided that the object is still as it was read or as this plan has left it. */
    record Update(ApiObject base, ObjectNode desired) implements Change {}

    /** Changes status, under the same condition. Only the status of the desired tree counts. */
    record UpdateStatus(ApiObject base, ObjectNode desired) implements Change {}

    /**
     * Deletes an object; one that is already gone is fine.
     *
     * @param announcement an event for success
     */
    record Delete(ObjectKey key, DeleteOptions options, Optional<EventDraft> announcement) implements Change {

        public Delete(ObjectKey key, DeleteOptions options) {
            this(key, options, Optional.empty());
        }

        /** Of this object, and of no later one that has its name. */
        public static Delete of(ApiObject object) {
            return new Delete(object.key(), DeleteOptions.ofUid(object.uid()));
        }
    }

    /** Decides on a certificate signing request, under the same condition: its {@code approval} subresource. */
    record Approve(ApiObject base, ObjectNode desired) implements Change {}

    /** Says that nothing is left in a namespace: its {@code finalize} subresource. */
    record FinalizeNamespace(ApiObject namespace) implements Change {}

    /** Tells the user. Never fails. */
    record RecordEvent(EventDraft draft) implements Change {}

    /**
     * Changes that do not depend on each other and may run at once, in groups of {@code firstSize}, twice that, and so on. A group with a
     * failure is the last: when all are bound to fail alike, few are tried (upstream's slow start).
     */
    record Batch(List<Change> changes, int firstSize) implements Change {

        public Batch {
            changes = List.copyOf(changes);
            if (firstSize < 1) {
                throw new IllegalArgumentException("firstSize " + firstSize);
            }
        }

        /** All in one group. */
        public static Batch together(List<? extends Change> changes) {
            return new Batch(List.copyOf(changes), Math.max(1, changes.size()));
        }

        /** One, then two, then four. */
        public static Batch slowStart(List<? extends Change> changes) {
            return new Batch(List.copyOf(changes), 1);
        }
    }
}
