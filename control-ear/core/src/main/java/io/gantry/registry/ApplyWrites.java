package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ScaleFields;
import io.gantry.apply.ServerSideApply.OnConflict;
import io.gantry.managedfields.ManagedFields;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.StatusException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The writes that say themselves who owns what: server-side apply, and changes of a scale. */
public final class ApplyWrites {

    private static final int ATTEMPTS = 8;

    private final Registry registry;
    private final Ownership ownership;

    ApplyWrites(Registry registry, Ownership ownership) {
        this.registry = registry;
        this.ownership = ownership;
    }

    /** Whether an apply found its object. */
    public enum Outcome {
        CREATED,
        CHANGED
    }

    /** What an apply left. */
    public record Applied(ApiObject object, Outcome outcome) {}

    /**
     * What a client wants an object to be.
     *
     * @param config the fields that it sets, its type included
     * @param check refuses a merged object, for example one of another name than the path's
     */
    public record Configuration(ObjectNode config, OnConflict onConflict, Consumer<ObjectNode> check) {}

    /**
     * Applies to an object, or creates it. A status is applied only to an object that is there.
     *
     * @param mayCreate throws when the caller may not create the object
     */
    public Applied apply(
            ResourceDefinition definition,
            ObjectKey key,
            Surface surface,
            Configuration wanted,
            Runnable mayCreate,
            WriteContext context) {
        for (int attempt = 1; ; attempt++) {
            try {
                ApiObject changed = registry.update(
                        definition,
                        key,
                        surface,
                        live -> merged(definition, surface, live, wanted, context),
                        Owners.GIVEN,
                        context);
                return new Applied(changed, Outcome.CHANGED);
            } catch (StatusException e) {
                if (e.code() != 404 || surface != Surface.MAIN) {
                    throw e;
                }
            }
            try {
                ObjectNode object = merged(definition, surface, Json.object(), wanted, context);
                mayCreate.run();
                return new Applied(created(definition, key, object, context), Outcome.CREATED);
            } catch (StatusException e) {
                // another created it meanwhile: apply to that
                if (!e.reason().equals("AlreadyExists") || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private ObjectNode merged(
            ResourceDefinition definition,
            Surface surface,
            ObjectNode live,
            Configuration wanted,
            WriteContext context) {
        ObjectNode merged = ownership.applied(definition, surface, live, wanted.config, wanted.onConflict, context);
        wanted.check.accept(merged);
        return merged;
    }

    private ApiObject created(ResourceDefinition definition, ObjectKey key, ObjectNode object, WriteContext context) {
        String uid = object.path("metadata").path("uid").asText("");
        if (!uid.isEmpty()) {
            throw StatusException.conflict(
                    definition.groupResource(),
                    key.name(),
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
        }
        // what is not there yet is of no revision
        object.withObject("/metadata").remove("resourceVersion");
        return registry.create(definition, key.namespace(), object, Owners.GIVEN, context);
    }

    /**
     * Changes an object's scale.
     *
     * @param change gets the scale, a tree of its own, and returns the wanted one; may run several times
     */
    public ApiObject updateScale(
            ResourceDefinition definition,
            ObjectKey key,
            Scale scale,
            UnaryOperator<ObjectNode> change,
            WriteContext context) {
        return writeScale(
                definition,
                key,
                scale,
                old -> {
                    ObjectNode wanted = change.apply(old.deepCopy());
                    Scale.dropZero(wanted);
                    ownership.scaled(wanted, old, context);
                    return wanted;
                },
                context);
    }

    /** Applies to an object's scale. */
    public ApiObject applyScale(
            ResourceDefinition definition, ObjectKey key, Scale scale, Configuration wanted, WriteContext context) {
        return writeScale(
                definition,
                key,
                scale,
                old -> {
                    ObjectNode merged = ownership.appliedScale(old, wanted.config, wanted.onConflict, context);
                    wanted.check.accept(merged);
                    return merged;
                },
                context);
    }

    /**
     * Writes a scale.
     *
     * @param change returns the wanted scale with its owners
     */
    private ApiObject writeScale(
            ResourceDefinition definition,
            ObjectKey key,
            Scale scale,
            UnaryOperator<ObjectNode> change,
            WriteContext context) {
        return registry.update(
                definition,
                key,
                Surface.SCALE,
                object -> {
                    ScaleFields fields = ownership.scale(definition, object);
                    ObjectNode old = scale.show(object);
                    Ownership.put(old, fields.scale().write());
                    ObjectNode wanted = change.apply(old);
                    registry.admitShownUpdate(definition, Surface.SCALE, wanted, old, context);
                    ManagedFields owners = ManagedFields.read(Ownership.take(wanted));
                    ObjectNode scaled = scale.apply(definition, object, wanted);
                    Ownership.put(scaled, fields.parent(owners).write());
                    return scaled;
                },
                Owners.GIVEN,
                context);
    }
}
