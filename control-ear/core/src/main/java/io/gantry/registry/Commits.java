package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.JsonEquality;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.StatusException;
import io.gantry.store.Decision;
import io.gantry.store.KeyMissingException;
import io.gantry.store.ObjectStore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Brings decisions on served objects to the store, or in a dry run shows what they would make of its present state. */
final class Commits {

    private final ObjectStore store;
    private final AllocatingWrites allocating;
    private final DryRuns dryRuns;

    Commits(ObjectStore store, AllocatingWrites allocating, DryRuns dryRuns) {
        this.dryRuns = dryRuns;
        this.store = store;
        this.allocating = allocating;
    }

    /**
     * @param decide sees the stored form, decides in the served one; may run several times
     * @return the stored form
     */
    ApiObject run(
            ResourceDefinition definition, ObjectKey key, WriteContext context, Function<ApiObject, Decision> decide) {
        if (dryRuns.areShown(context)) {
            ApiObject present = store.get(key).orElseThrow(() -> notFound(definition, key));
            return switch (decide.apply(present)) {
                case Decision.Write write -> unstored(definition, key, present.revision(), write.object());
                case Decision.Remove remove -> unstored(definition, key, present.revision(), remove.last());
                case Decision.Keep keep -> present;
            };
        }
        AtomicReference<Decision> last = new AtomicReference<>();
        try {
            ApiObject after = store.update(
                    key,
                    present -> {
                        last.set(inStoredForm(definition, decide.apply(present)));
                        return last.get();
                    },
                    context.origin());
            if (last.get() instanceof Decision.Remove) {
                allocating.released(definition, served(definition, after));
            }
            return after;
        } catch (KeyMissingException e) {
            throw notFound(definition, key);
        }
    }

    private static Decision inStoredForm(ResourceDefinition definition, Decision decision) {
        return switch (decision) {
            case Decision.Write write ->
                new Decision.Write(definition.strategy().toStored(write.object()));
            case Decision.Remove remove ->
                new Decision.Remove(definition.strategy().toStored(remove.last()));
            case Decision.Keep keep -> keep;
        };
    }

    /** An update that changes nothing still brings an object into the form in which its kind is stored now: so storage is migrated. */
    static Decision inPresentForm(
            ResourceDefinition definition, ApiObject present, ObjectNode wanted, Decision decision) {
        if (!(decision instanceof Decision.Keep) || !definition.strategy().mayBeStoredInOlderForm()) {
            return decision;
        }
        ObjectNode stored = definition.strategy().toStored(wanted.deepCopy());
        return JsonEquality.same(stored, present.json()) ? decision : new Decision.Write(wanted);
    }

    static ApiObject unstored(ResourceDefinition definition, ObjectKey key, long revision, ObjectNode object) {
        return ApiObject.of(
                key, revision, ApiObject.document(definition.strategy().toStored(object)));
    }

    /** A tree of the caller's own. */
    static ObjectNode served(ResourceDefinition definition, ApiObject object) {
        return definition.strategy().fromStored(object.copy());
    }

    static StatusException notFound(ResourceDefinition definition, ObjectKey key) {
        return StatusException.notFound(definition.groupResource(), key.name());
    }
}
