package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.InvalidManagedFieldsException;
import io.gantry.managedfields.ManagedEntry;
import io.gantry.managedfields.ManagedFields;
import io.gantry.managedfields.ManagerIdentity;
import io.gantry.object.Json;
import io.gantry.object.JsonEquality;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Lays what a manager wants over an object (KEP-555): merges it, takes out what the manager no longer wants and nobody else owns,
 * and refuses to change what others own unless forced. Pure.
 *
 * @param versions of the resource
 * @param writer who applies
 * @param counted leaves out fields that this kind of write cannot change
 */
public record ServerSideApply(Versions versions, Writer writer, UnaryOperator<FieldSet> counted) {

    private static final String BEFORE_FIRST_APPLY = "before-first-apply";

    /** What becomes of fields that others own. */
    public enum OnConflict {
        REFUSE,
        FORCE
    }

    /** An object, and who owns what of it. */
    record Owned(ObjectNode object, ManagedFields managed) {}

    /**
     * Applies a configuration.
     *
     * @param live the object, or an empty one to create it; not changed
     * @param config what the manager wants
     * @return the object with its new {@code metadata.managedFields}; shares values with the given ones
     */
    public ObjectNode apply(ObjectNode live, ObjectNode config, OnConflict onConflict, Instant now) {
        checkConfig(config);
        Merging merging = merging(owned(live, now), config);
        Owned after = new LastApplied(this, merging, config).applied(onConflict, now);
        ObjectNode result = after.object().deepCopy();
        if (!after.managed().isEmpty()) {
            result.withObject("/metadata").set("managedFields", after.managed().write());
        }
        return result;
    }

    private Owned owned(ObjectNode live, Instant now) {
        ObjectNode bare = withoutOwners(live);
        ManagedFields managed = read(live.path("metadata").path("managedFields"));
        if (!managed.isEmpty() || bare.path("metadata").path("uid").isMissingNode()) {
            return new Owned(bare, managed);
        }
        Writer unknown = new Writer(BEFORE_FIRST_APPLY, writer.apiVersion(), writer.subresource());
        return new Owned(bare, new FieldTracking(versions, unknown, counted).everything(bare, now));
    }

    private static ObjectNode withoutOwners(ObjectNode object) {
        ObjectNode bare = Json.object();
        bare.setAll(object);
        if (object.get("metadata") instanceof ObjectNode metadata) {
            ObjectNode rest = bare.putObject("metadata");
            rest.setAll(metadata);
            rest.remove("managedFields");
        }
        return bare;
    }

    private static ManagedFields read(JsonNode present) {
        try {
            return ManagedFields.readAll(present);
        } catch (InvalidManagedFieldsException e) {
            throw StatusException.badRequest("failed to decode managed fields: " + e.getMessage());
        }
    }

    private void checkConfig(ObjectNode config) {
        JsonNode managed = config.path("metadata").path("managedFields");
        if (managed.isArray()) {
            throw StatusException.badRequest("metadata.managedFields must be nil");
        }
        TypeCheck.problem(type(), config).ifPresent(problem -> {
            // upstream gives no reason either
            throw StatusException.of(
                    500, "", "failed to create typed patch object (" + described(config) + "): " + problem);
        });
    }

    /** Names an object in upstream's messages: {@code default/web; apps/v1, Kind=Deployment}. */
    public static String described(ObjectNode config) {
        return config.path("metadata").path("namespace").asText("") + "/"
                + config.path("metadata").path("name").asText("") + "; " + type(config);
    }

    /** Names a type in upstream's messages: {@code apps/v1, Kind=Deployment}. */
    public static String type(ObjectNode config) {
        String apiVersion = config.path("apiVersion").asText("");
        String groupVersion = apiVersion.contains("/") ? apiVersion : "/" + apiVersion;
        return groupVersion + ", Kind=" + config.path("kind").asText("");
    }

    ValueType type() {
        return versions.type(writer.apiVersion()).orElseGet(ValueTypes::untyped);
    }

    /**
     * What a configuration makes of an object.
     *
     * @param live before
     * @param merged after, with the writer's new fields, whoever owned them before
     * @param changes what that takes from others
     */
    record Merging(Owned live, Owned merged, ForeignEntries changes, ManagerIdentity writer) {

        List<Conflict> conflicts() {
            return changes.conflicts(merged.managed(), writer);
        }

        Owned forced(Instant now) {
            ManagedFields managed = changes.remaining(merged.managed(), writer);
            if (JsonEquality.same(live.object(), merged.object())) {
                return new Owned(live.object(), managed);
            }
            return new Owned(
                    merged.object(), managed.map(entry -> entry.identity().equals(writer) ? entry.at(now) : entry));
        }
    }

    private Merging merging(Owned live, ObjectNode config) {
        Owned merged = merged(live, config);
        Comparison comparison =
                Comparison.of(type(), live.object(), merged.object()).filtered(counted);
        ForeignEntries changes =
                new ForeignEntries(versions, writer.apiVersion(), live.object(), merged.object(), counted, comparison);
        return new Merging(live, merged, changes, writer.applying());
    }

    private Owned merged(Owned live, ObjectNode config) {
        ManagerIdentity self = writer.applying();
        ManagedFields managed = SchemaChange.reconciled(versions, live);
        FieldSet asked = counted.apply(ValueFields.of(type(), config));
        FieldSet wanted = StrippedFields.from(asked);
        ManagedEntry before = managed.find(self).orElse(null);
        ManagedEntry after = before == null
                ? ManagedEntry.of(self, writer.apiVersion(), wanted)
                : before.set().equals(wanted) && before.apiVersion().equals(writer.apiVersion())
                        ? before
                        : before.inVersion(writer.apiVersion(), wanted);
        ManagedFields claimed = managed.with(after);
        ObjectNode merged = Merge.of(type(), live.object(), config);
        if (before == null || before.set().isEmpty()) {
            return new Owned(merged, claimed);
        }
        // what nobody owns counts here: the name keeps the metadata when the last label or annotation goes
        ManagedFields kept = managed.with(ManagedEntry.of(self, writer.apiVersion(), asked));
        return new Owned(new Pruning(versions, writer.apiVersion(), kept).pruned(merged, before), claimed);
    }
}
