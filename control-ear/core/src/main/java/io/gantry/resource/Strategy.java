package io.gantry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is special about a kind; the generic path does the rest (names, uid, timestamps, generation, schema, defaults of the
 * schema, finalizers, owner references). All methods are pure but for the tree they are given to change.
 */
public interface Strategy {

    /** The strategy of kinds with nothing special. */
    Strategy GENERIC = new Strategy() {};

    /** What a strategy may look at. */
    record Context(ClusterView view, Instant now, String user) {}

    /** Defaults that the schema cannot express; runs on create and update, before validation. Must be idempotent. */
    default void applyDefaults(ObjectNode object) {}

    /** Runs on create after defaults: drops status, fills what the server owns. */
    default void prepareForCreate(ObjectNode object, Context context) {
        object.remove("status");
    }

    /** Runs on update of the main resource: keeps what only subresources may change. */
    default void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        if (old.has("status")) {
            object.set("status", old.get("status"));
        } else {
            object.remove("status");
        }
    }

    /** Runs on update of the status subresource: by default only status may change. */
    default void prepareForStatusUpdate(ObjectNode object, ObjectNode old, Context context) {
        old.properties().forEach(field -> {
            if (!field.getKey().equals("status") && !field.getKey().equals("metadata")) {
                object.set(field.getKey(), field.getValue());
            }
        });
    }

    /** Checks an object on its own, in upstream's field paths and words. */
    default void validate(ObjectNode object, FieldErrors errors) {}

    /** Checks a change (immutable fields); {@link #validate} runs as well. */
    default void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {}

    default void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {}

    /** Warnings for the client ({@code Warning} headers). */
    default List<String> warnings(ObjectNode object) {
        return List.of();
    }

    /** Whether metadata.generation counts changes of everything but metadata and status. */
    default boolean countsGeneration() {
        return true;
    }

    /**
     * Seconds between a request to delete and the removal, or 0 to remove at once (unless there are finalizers).
     *
     * @param requested what the client asked for, null for the object's own default
     */
    default long gracePeriodSeconds(ObjectNode object, Long requested) {
        return 0;
    }

    /** What is wrong with a name, in upstream's words; most kinds take DNS subdomains. */
    default List<String> nameErrors(String name) {
        return NameRules.dnsSubdomain(name);
    }

    /** What no two objects of the kind may share, if there is such a thing. */
    default Optional<Allocation> allocation() {
        return Optional.empty();
    }

    /** Runs when an object is marked for deletion: the namespace's phase turns Terminating. */
    default void prepareForDelete(ObjectNode object) {}

    /** Whether an object that is marked for deletion, past its grace period and free of finalizers, may go. */
    default boolean mayBeRemoved(ObjectNode object) {
        return true;
    }

    /** Whether dependents are orphaned when the client does not say what should become of them. */
    default boolean orphansDependentsByDefault() {
        return false;
    }

    /** Whether DELETE answers with the object rather than with a Status. */
    default boolean returnsDeletedObject() {
        return false;
    }

    /** Whether PUT of a missing object creates it. */
    default boolean createsOnUpdate() {
        return false;
    }

    /** Whether PUT without a resourceVersion overwrites whatever is there. */
    default boolean updatesUnconditionally() {
        return true;
    }

    /** Whether objects are stored in another form than they are served in; then {@link #toStored} and {@link #fromStored} convert. */
    default boolean convertsStorage() {
        return false;
    }

    /** The stored form of a served object; a tree of its own. */
    default ObjectNode toStored(ObjectNode served) {
        return served;
    }

    /** The served form of a stored object; must not change its argument. */
    default ObjectNode fromStored(ObjectNode stored) {
        return stored;
    }
}
