package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.FieldTracking;
import io.gantry.apply.ScaleFields;
import io.gantry.apply.ServerSideApply;
import io.gantry.apply.ServerSideApply.OnConflict;
import io.gantry.apply.ValueType;
import io.gantry.apply.ValueTypes;
import io.gantry.apply.Versions;
import io.gantry.apply.Writer;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.InvalidManagedFieldsException;
import io.gantry.managedfields.ManagedFields;
import io.gantry.object.JsonEquality;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.Subresource;
import io.gantry.schema.MapConversion;
import io.gantry.schema.Schemas;
import io.gantry.status.StatusException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Keeps {@code metadata.managedFields} of what is written, and merges what is applied. */
final class Ownership {

    private static final String FIELD = "managedFields";
    private static final String SCALE_VERSION = "autoscaling/v1";

    private final Resources resources;
    private final SchemaSource schemas;
    private final InstantSource clock;
    private final ValueTypes types = new ValueTypes();

    Ownership(Resources resources, SchemaSource schemas, InstantSource clock) {
        this.resources = resources;
        this.schemas = schemas;
        this.clock = clock;
    }

    /** Takes the managed fields off an object; JSON's missing node when there are none. */
    static JsonNode take(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        JsonNode present = metadata.path(FIELD);
        if (metadata instanceof ObjectNode fields && !present.isMissingNode()) {
            fields.remove(FIELD);
        }
        return present;
    }

    static void put(ObjectNode object, JsonNode managed) {
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        if (managed.isEmpty()) {
            metadata.remove(FIELD);
        } else {
            metadata.set(FIELD, managed);
        }
    }

    /**
     * Takes the owners as mutating admission left them: its own changes belong to nobody unless it says so. What makes no sense gives way to
     * what was before.
     */
    static void keepValid(ObjectNode object, JsonNode before, Consumer<String> warnings) {
        JsonNode after = take(object);
        try {
            ManagedFields.readAll(after);
            put(object, after);
        } catch (InvalidManagedFieldsException e) {
            put(object, before);
            warnings.accept(
                    ".metadata.managedFields was in an invalid state after admission; this could be caused by an"
                            + " outdated mutating admission controller; please fix your requests: " + e.getMessage());
        }
    }

    /**
     * Sets the owners of a new object.
     *
     * @param claimed the owners that the client named
     */
    void created(ResourceDefinition definition, ObjectNode object, JsonNode claimed, WriteContext context) {
        FieldTracking tracking = tracking(definition, Surface.MAIN, context);
        ManagedFields known = valid(claimed).orElse(ManagedFields.NONE);
        // what is not written belongs to nobody
        ObjectNode written = schemas.written(definition, object);
        put(object, tracking.created(written, known, clock.instant()).write());
    }

    /**
     * Sets the owners of a changed object.
     *
     * @param wanted has the old owners
     * @param claimed the owners that the client named; they count on the main resource only
     */
    void updated(
            ResourceDefinition definition,
            Surface surface,
            ObjectNode wanted,
            ObjectNode old,
            JsonNode claimed,
            WriteContext context) {
        JsonNode present = old.path("metadata").path(FIELD);
        ManagedFields before = owners(surface, present, claimed);
        ManagedFields after = tracking(definition, surface, context)
                .updated(old, schemas.written(definition, wanted), before, clock.instant());
        if (after != before || !JsonEquality.same(present, claimed)) {
            put(wanted, after.write());
        }
    }

    private static ManagedFields owners(Surface surface, JsonNode present, JsonNode claimed) {
        boolean same = surface != Surface.MAIN || JsonEquality.same(present, claimed);
        if (!same && ManagedFields.isReset(claimed)) {
            return ManagedFields.NONE;
        }
        Optional<ManagedFields> named = same ? Optional.empty() : valid(claimed).filter(found -> !found.isEmpty());
        return named.or(() -> readable(present)).orElse(ManagedFields.NONE);
    }

    /** What a client sends may be anything: what makes no sense counts as not sent. */
    private static Optional<ManagedFields> valid(JsonNode claimed) {
        try {
            return Optional.of(ManagedFields.readAll(claimed));
        } catch (InvalidManagedFieldsException e) {
            return Optional.empty();
        }
    }

    private static Optional<ManagedFields> readable(JsonNode stored) {
        try {
            return Optional.of(ManagedFields.read(stored));
        } catch (InvalidManagedFieldsException e) {
            return Optional.empty();
        }
    }

    /**
     * The object with what is applied to it, its new owners included.
     *
     * @param live the object before, empty when it is to be created
     */
    ObjectNode applied(
            ResourceDefinition definition,
            Surface surface,
            ObjectNode live,
            ObjectNode config,
            OnConflict onConflict,
            WriteContext context) {
        Writer writer = new Writer(context.manager(), definition.apiVersion(), surface.subresource());
        ServerSideApply apply = new ServerSideApply(versions(definition), writer, counted(definition, surface));
        ObjectNode result = apply.apply(live, config, onConflict, clock.instant());
        schemas.of(definition)
                .flatMap(schema -> MapConversion.problem(schema, result))
                .ifPresent(problem -> refuse(config, problem));
        return result;
    }

    /** Upstream gives no reason here. */
    private static void refuse(ObjectNode config, String problem) {
        throw StatusException.of(
                500,
                "",
                "failed to convert new object (" + ServerSideApply.described(config)
                        + ") to proper version: unable to convert unstructured object to "
                        + ServerSideApply.type(config) + ": " + problem);
    }

    /** The owners of a scale, as its object's owners tell them. */
    ScaleFields scale(ResourceDefinition definition, ObjectNode object) {
        JsonNode present = object.path("metadata").path(FIELD);
        String replicas = definition.strategy().scale().orElseThrow().specReplicas();
        return new ScaleFields(readable(present).orElse(ManagedFields.NONE), definition.apiVersion(), replicas);
    }

    /**
     * Sets the owners of a changed scale; whatever the client says of them does not count. Where nobody owns the number nobody comes to
     * own it by a change, as of any object without owners.
     */
    void scaled(ObjectNode wanted, ObjectNode old, WriteContext context) {
        JsonNode present = old.path("metadata").path(FIELD);
        put(wanted, present);
        if (present.isEmpty()) {
            return;
        }
        Writer writer = new Writer(context.manager(), SCALE_VERSION, "scale");
        FieldTracking tracking = new FieldTracking(new ScaleVersion(), writer, UnaryOperator.identity());
        ManagedFields after = tracking.updated(old, wanted, ManagedFields.read(present), clock.instant());
        put(wanted, after.write());
    }

    ObjectNode appliedScale(ObjectNode live, ObjectNode config, OnConflict onConflict, WriteContext context) {
        Writer writer = new Writer(context.manager(), SCALE_VERSION, "scale");
        return new ServerSideApply(new ScaleVersion(), writer, UnaryOperator.identity())
                .apply(live, config, onConflict, clock.instant());
    }

    private FieldTracking tracking(ResourceDefinition definition, Surface surface, WriteContext context) {
        Writer writer = new Writer(context.manager(), definition.apiVersion(), surface.subresource());
        return new FieldTracking(versions(definition), writer, counted(definition, surface));
    }

    private Versions versions(ResourceDefinition definition) {
        return new ServedVersions(definition, resources, schemas, types);
    }

    /** Leaves out what a write of this kind does not change, whatever it sends. */
    private static UnaryOperator<FieldSet> counted(ResourceDefinition definition, Surface surface) {
        Optional<Subresource> status = definition.subresource("status");
        return switch (surface) {
            case MAIN, SCALE -> status.isPresent() ? set -> set.without(Set.of("status")) : UnaryOperator.identity();
            case STATUS -> set -> set.only(Set.of("metadata", "status"));
            case FINALIZE, EPHEMERAL_CONTAINERS, RESIZE, APPROVAL -> UnaryOperator.identity();
        };
    }

    /** The one version of Scale. */
    private final class ScaleVersion implements Versions {

        @Override
        public Optional<ValueType> type(String apiVersion) {
            return apiVersion.equals(SCALE_VERSION)
                    ? Schemas.builtIn().find("io.k8s.api.autoscaling.v1.Scale").map(types::of)
                    : Optional.empty();
        }

        @Override
        public ObjectNode convert(ObjectNode object, String from, String to) {
            return object;
        }
    }
}
