package io.gantry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is special about a kind; the generic path does the rest (names, uid, timestamps, generation, schema, defaults of the
 * schema, finalizers, owner references). All methods are pure but for the tree they are given to change.
 */
public interface Strategy {

    /** The strategy of kinds with nothing special. */
    Strategy GENERIC = new Strategy() {};

    /** What a strategy may look at, and where it tells the client of what is odd. */
    record Context(ClusterView view, Instant now, UserInfo user, Consumer<String> warnings) {}

    /** Answers a request to create. */
    interface Answer {

        /**
         * @param object what the client sent, to be changed at will
         * @param namespace of the path, empty outside namespaces
         * @param user who asks
         */
        ObjectNode to(ObjectNode object, String namespace, UserInfo user);
    }

    /** What creating an object answers, of kinds whose objects are never stored (reviews). */
    default Optional<Answer> answer() {
        return Optional.empty();
    }

    /** Where objects come from, of kinds that are not stored and can be read. */
    default Optional<Source> source() {
        return Optional.empty();
    }

    /** What creating an object does, of kinds that are not stored. */
    default Optional<Operation> operation() {
        return Optional.empty();
    }

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

    /**
     * Runs on update of another subresource that takes the whole object, such as {@code ephemeralcontainers}: keeps all but the part
     * that the subresource is for.
     */
    default void prepareForPart(String subresource, ObjectNode object, ObjectNode old, Context context) {
        throw new IllegalStateException("no such part: " + subresource);
    }

    /** Checks a change made through such a subresource. */
    default void validatePart(String subresource, ObjectNode object, ObjectNode old, FieldErrors errors) {}

    /** Checks an object on its own, in upstream's field paths and words. */
    default void validate(ObjectNode object, FieldErrors errors) {}

    /** Checks what only a new object may not have; {@link #validate} runs as well. */
    default void validateNew(ObjectNode object, FieldErrors errors) {}

    /** Checks a change (immutable fields); {@link #validate} runs as well. */
    default void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {}

    default void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {}

    /** Runs on update of the approval subresource, which only certificate signing requests have. */
    default void prepareForApproval(ObjectNode object, ObjectNode old, Context context) {}

    default void validateApproval(ObjectNode object, ObjectNode old, FieldErrors errors) {}

    /** Whether a PUT on a name that does not exist creates the object. */
    default boolean allowsCreateOnUpdate() {
        return false;
    }

    /** Whether an update without resourceVersion is taken; otherwise it is refused as Invalid. */
    default boolean allowsUnconditionalUpdate() {
        return true;
    }

    /** Whether dependents stay when a delete names no propagation policy. */
    default boolean orphansDependentsByDefault() {
        return false;
    }

    /** What a client is told that deletes objects and does not say what becomes of their dependents. */
    default Optional<String> deleteWarning() {
        return Optional.empty();
    }

    /** Where the scale subresource finds its numbers; present exactly for kinds that have one. */
    default Optional<ScalePaths> scale() {
        return Optional.empty();
    }

    /**
     * What a field selector compares.
     *
     * @param field one of the definition's selectable fields
     * @param object the object as it is stored
     * @param text the text found at the field's pointer, empty when there is none
     */
    default String selectableValue(String field, ObjectNode object, String text) {
        return text;
    }

    /** The stored form of an object of this kind's version; differs where several versions or groups serve the same objects. */
    default ObjectNode toStored(ObjectNode object) {
        return object;
    }

    /** The served form of a stored object; the reverse of {@link #toStored}. */
    default ObjectNode fromStored(ObjectNode stored) {
        return stored;
    }

    /**
     * Objects in this version that only somebody outside can convert, asked about all of them at once, and once only; what is left to
     * {@link #fromStored} takes no such question any more. What comes back as another object is whole: {@code fromStored} would change
     * nothing about it.
     */
    default List<ApiObject> converted(List<ApiObject> stored) {
        return stored;
    }

    /** The same of one object. */
    default ApiObject converted(ApiObject stored) {
        return converted(List.of(stored)).getFirst();
    }

    /** Whether what is stored in this very version may be of an older form all the same, so that {@code fromStored} must be asked. */
    default boolean mayBeStoredInOlderForm() {
        return false;
    }

    /** Warnings for the client that makes an object ({@code Warning} headers). */
    default List<String> warnings(ObjectNode object) {
        return List.of();
    }

    /** Warnings for the client that changes an object; not for one that changes its status. */
    default List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        return warnings(object);
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

    /** The schema of a kind that users have declared; empty for built-in kinds. */
    default Optional<DeclaredSchema> declaredSchema() {
        return Optional.empty();
    }

    /** The kind of lists where it is not the kind with {@code List} behind it. */
    default Optional<String> listKind() {
        return Optional.empty();
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

    /** Whether DELETE answers with the object rather than with a Status. */
    default boolean returnsDeletedObject() {
        return false;
    }
}
