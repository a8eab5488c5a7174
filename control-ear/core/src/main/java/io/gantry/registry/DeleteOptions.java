package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.Optional;

/**
 * How to delete (meta/v1 DeleteOptions).
 *
 * @param gracePeriodSeconds absent for the object's own
 * @param uid delete only the object with this uid
 * @param resourceVersion delete only this revision
 * @param propagation what becomes of dependents; absent for the kind's default
 */
public record DeleteOptions(
        Optional<Long> gracePeriodSeconds,
        Optional<String> uid,
        Optional<String> resourceVersion,
        Optional<Propagation> propagation) {

    public static final DeleteOptions DEFAULT =
            new DeleteOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Deletion propagation policy. */
    public enum Propagation {
        ORPHAN("Orphan"),
        BACKGROUND("Background"),
        FOREGROUND("Foreground");

        private final String title;

        Propagation(String title) {
            this.title = title;
        }

        /** As clients write it. */
        public String title() {
            return title;
        }
    }

    public static DeleteOptions ofUid(String uid) {
        return new DeleteOptions(Optional.empty(), Optional.of(uid), Optional.empty(), Optional.empty());
    }

    /** As meta/v1 DeleteOptions, without its type. */
    public ObjectNode shown() {
        ObjectNode shown = Json.object();
        gracePeriodSeconds.ifPresent(seconds -> shown.put("gracePeriodSeconds", seconds));
        uid.ifPresent(text -> shown.withObject("/preconditions").put("uid", text));
        resourceVersion.ifPresent(text -> shown.withObject("/preconditions").put("resourceVersion", text));
        propagation.ifPresent(policy -> shown.put("propagationPolicy", policy.title()));
        return shown;
    }

    public DeleteOptions withGracePeriod(long seconds) {
        return new DeleteOptions(Optional.of(seconds), uid, resourceVersion, propagation);
    }

    public DeleteOptions withPropagation(Propagation policy) {
        return new DeleteOptions(gracePeriodSeconds, uid, resourceVersion, Optional.of(policy));
    }
}
