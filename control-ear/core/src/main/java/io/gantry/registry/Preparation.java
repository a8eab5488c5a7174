package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.schema.Defaulter;
import io.gantry.schema.EmptyCollections;
import io.gantry.schema.Normalizer;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Pruner;
import io.gantry.schema.SchemaChecker;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Turns what a client wants to write into what may be stored, or refuses it: defaults, strategy, rules. */
final class Preparation {

    /** An object with more errors than this is refused with the first of them. */
    private static final int SHOWN_ERRORS = 100;

    private final ClusterView view;
    private final SchemaSource schemas;
    private final Ownership ownership;
    private final AdmittedWrites admission;
    private final InstantSource clock;

    Preparation(
            ClusterView view,
            SchemaSource schemas,
            Ownership ownership,
            AdmittedWrites admission,
            InstantSource clock) {
        this.view = view;
        this.schemas = schemas;
        this.ownership = ownership;
        this.admission = admission;
        this.clock = clock;
    }

    /** The same, for writes to another store. */
    Preparation admittedBy(AdmittedWrites other) {
        return new Preparation(view, schemas, ownership, other, clock);
    }

    /** Completes a new object in place; {@link #checkNew} must follow. */
    void prepareNew(
            ResourceDefinition definition,
            ObjectNode object,
            String namespace,
            String uid,
            Owners owners,
            WriteContext context) {
        Instant now = clock.instant();
        JsonNode claimed = Ownership.take(object);
        setNamespace(definition, object, namespace);
        SystemFields.stampNew(definition, object, uid, now);
        OwnerRules.removeDuplicates((ObjectNode) object.get("metadata"), context.warnings());
        applyDefaults(definition, object);
        // before the strategy: what the server adds belongs to nobody
        switch (owners) {
            case COMPARED -> ownership.created(definition, object, claimed, context);
            case GIVEN -> Ownership.put(object, claimed);
        }
        JsonNode managed = object.path("metadata").path("managedFields");
        if (admission.mutateNew(definition, namespace, object, changed -> complete(definition, changed), context)) {
            complete(definition, object);
            setNamespace(definition, object, namespace);
            SystemFields.stampNew(definition, object, uid, now);
            Ownership.put(object, managed);
        }
        definition.strategy().prepareForCreate(object, new Strategy.Context(view, now, context.user()));
    }

    /** Checks a new object, and brings it into the form in which it is written. */
    void checkNew(ResourceDefinition definition, ObjectNode object, WriteContext context) {
        FieldErrors errors = new FieldErrors();
        MetadataRules.check(definition, object.path("metadata"), errors);
        definition.strategy().validate(object, errors);
        definition.strategy().validateNew(object, errors);
        refuse(definition, object, errors);
        errors.warnings().forEach(context.warnings());
        definition.strategy().warnings(object).forEach(context.warnings());
        dropEmptyCollections(definition, object);
    }

    /** Completes a changed object in place; {@link #checkUpdate} must follow. */
    ObjectNode prepareUpdate(
            ResourceDefinition definition,
            Surface surface,
            ObjectNode wanted,
            ObjectNode old,
            Owners owners,
            WriteContext context) {
        JsonNode claimed = Ownership.take(wanted);
        if (surface != Surface.STATUS) {
            // what was stored by an earlier version, or is converted, may say zero in another way
            normalize(definition, old);
        }
        checkVersion(definition, wanted, old);
        setNamespace(definition, wanted, old.path("metadata").path("namespace").asText(""));
        SystemFields.keep(wanted, old);
        Strategy.Context strategyContext = new Strategy.Context(view, clock.instant(), context.user());
        return switch (surface) {
            case MAIN -> {
                OwnerRules.removeDuplicates((ObjectNode) wanted.get("metadata"), context.warnings());
                applyDefaults(definition, wanted);
                setOwners(definition, surface, wanted, old, claimed, owners, context);
                admit(definition, surface, wanted, old, context, () -> {});
                definition.strategy().prepareForUpdate(wanted, old, strategyContext);
                SystemFields.count(definition, wanted, schemas.written(definition, wanted), old);
                yield wanted;
            }
            case SCALE -> {
                applyDefaults(definition, wanted);
                setOwners(definition, surface, wanted, old, claimed, owners, context);
                definition.strategy().prepareForUpdate(wanted, old, strategyContext);
                SystemFields.count(definition, wanted, schemas.written(definition, wanted), old);
                yield wanted;
            }
            case STATUS -> {
                normalize(definition, wanted);
                Runnable keep = () -> definition.strategy().prepareForStatusUpdate(wanted, old, strategyContext);
                keep.run();
                setOwners(definition, surface, wanted, old, claimed, owners, context);
                admit(definition, surface, wanted, old, context, keep);
                yield wanted;
            }
            case EPHEMERAL_CONTAINERS, RESIZE -> {
                applyDefaults(definition, wanted);
                Runnable keep =
                        () -> definition.strategy().prepareForPart(surface.subresource(), wanted, old, strategyContext);
                keep.run();
                SystemFields.count(definition, wanted, schemas.written(definition, wanted), old);
                setOwners(definition, surface, wanted, old, claimed, owners, context);
                admit(definition, surface, wanted, old, context, keep);
                yield wanted;
            }
            case APPROVAL -> {
                normalize(definition, wanted);
                Runnable keep = () -> definition.strategy().prepareForApproval(wanted, old, strategyContext);
                keep.run();
                setOwners(definition, surface, wanted, old, claimed, owners, context);
                admit(definition, surface, wanted, old, context, keep);
                yield wanted;
            }
            case FINALIZE -> {
                ObjectNode finalized = finalized(wanted, old);
                setOwners(definition, surface, finalized, old, claimed, owners, context);
                ObjectNode before = finalized.deepCopy();
                admit(definition, surface, finalized, old, context, () -> {});
                // whatever admission made of it, only finalizers change here
                yield finalized(finalized, before);
            }
        };
    }

    /**
     * Lets admission change an update, of which the surface may then take only its part.
     *
     * @param keep puts back what this surface may not change
     */
    private void admit(
            ResourceDefinition definition,
            Surface surface,
            ObjectNode wanted,
            ObjectNode old,
            WriteContext context,
            Runnable keep) {
        JsonNode managed = wanted.path("metadata").path("managedFields");
        if (admission.mutateUpdate(
                definition, surface, wanted, old, changed -> complete(definition, changed), context)) {
            complete(definition, wanted);
            SystemFields.keep(wanted, old);
            Ownership.put(wanted, managed);
            keep.run();
        }
    }

    /** What users make of an object in admission is looked at as if a client had sent it. */
    private void complete(ResourceDefinition definition, ObjectNode object) {
        Optional<ObjectSchema> schema = schemas.of(definition);
        schema.flatMap(type ->
                        SchemaChecker.check(type, object).refusal(definition.kind(), definition.version(), false))
                .ifPresent(refusal -> {
                    throw refusal;
                });
        schema.ifPresent(type -> Pruner.prune(type, object));
        Nodes.child(object, "metadata");
        definition.strategy().declaredSchema().ifPresent(declared -> declared.prune(object));
        applyDefaults(definition, object);
    }

    private static ObjectNode finalized(ObjectNode wanted, ObjectNode old) {
        ObjectNode finalized = old.deepCopy();
        JsonNode finalizers = wanted.path("spec").path("finalizers");
        ObjectNode spec = finalized.withObject("/spec");
        if (finalizers.isArray() && !finalizers.isEmpty()) {
            spec.set("finalizers", finalizers);
        } else {
            spec.remove("finalizers");
        }
        return finalized;
    }

    private void setOwners(
            ResourceDefinition definition,
            Surface surface,
            ObjectNode wanted,
            ObjectNode old,
            JsonNode claimed,
            Owners owners,
            WriteContext context) {
        switch (owners) {
            case COMPARED -> ownership.updated(definition, surface, wanted, old, claimed, context);
            case GIVEN -> Ownership.put(wanted, claimed);
        }
    }

    /** Checks a changed object, and brings it into the form in which it is written. */
    void checkUpdate(
            ResourceDefinition definition, Surface surface, ObjectNode object, ObjectNode old, WriteContext context) {
        FieldErrors errors = new FieldErrors();
        MetadataRules.check(definition, object.path("metadata"), errors);
        MetadataRules.checkUpdate(object.path("metadata"), old.path("metadata"), errors);
        // what is not written differs from nothing that was
        ObjectNode written = schemas.written(definition, object);
        switch (surface) {
            case MAIN, SCALE -> {
                definition.strategy().validate(object, errors);
                definition.strategy().validateUpdate(written, old, errors);
            }
            case STATUS -> definition.strategy().validateStatusUpdate(written, old, errors);
            case APPROVAL -> definition.strategy().validateApproval(written, old, errors);
            case EPHEMERAL_CONTAINERS, RESIZE ->
                definition.strategy().validatePart(surface.subresource(), written, old, errors);
            case FINALIZE -> {
                // its finalizers are checked when they are set
            }
        }
        refuse(definition, object, errors);
        errors.warnings().forEach(context.warnings());
        if (surface == Surface.MAIN || surface == Surface.SCALE) {
            definition.strategy().warnings(object).forEach(context.warnings());
        }
        dropEmptyCollections(definition, object);
    }

    private void applyDefaults(ResourceDefinition definition, ObjectNode object) {
        normalize(definition, object);
        schemas.of(definition).ifPresent(schema -> Defaulter.applyDefaults(schema, object));
        definition.strategy().applyDefaults(object);
    }

    /** Brings values into the form in which they are compared and shown, and drops what means nothing. */
    private void normalize(ResourceDefinition definition, ObjectNode object) {
        schemas.of(definition).ifPresent(schema -> Normalizer.normalize(schema, object));
    }

    private void dropEmptyCollections(ResourceDefinition definition, ObjectNode object) {
        schemas.of(definition).ifPresent(schema -> EmptyCollections.drop(schema, object));
    }

    private static void checkVersion(ResourceDefinition definition, ObjectNode wanted, ObjectNode old) {
        GroupResource resource = definition.groupResource();
        String name = old.path("metadata").path("name").asText();
        String oldUid = old.path("metadata").path("uid").asText();
        String uid = wanted.path("metadata").path("uid").asText("");
        if (!uid.isEmpty() && !uid.equals(oldUid)) {
            throw StatusException.conflict(
                    resource,
                    name,
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + oldUid);
        }
        String version = wanted.path("metadata").path("resourceVersion").asText("");
        if (version.isEmpty() || version.equals("0")) {
            if (!definition.strategy().allowsUnconditionalUpdate()) {
                FieldErrors errors = new FieldErrors();
                errors.invalid("metadata.resourceVersion", 0, "must be specified for an update");
                throw StatusException.invalid(definition.group(), definition.plural(), name, errors.list());
            }
        } else if (!version.equals(old.path("metadata").path("resourceVersion").asText())) {
            throw StatusException.conflict(
                    resource,
                    name,
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    static void setNamespace(ResourceDefinition definition, ObjectNode object, String namespace) {
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        String given = metadata.path("namespace").asText("");
        if (!definition.namespaced()) {
            metadata.remove("namespace");
        } else if (given.isEmpty()) {
            metadata.put("namespace", namespace);
        } else if (!given.equals(namespace)) {
            throw StatusException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private static void refuse(ResourceDefinition definition, ObjectNode object, FieldErrors errors) {
        if (errors.isEmpty()) {
            return;
        }
        List<FieldErrors.FieldError> shown =
                errors.list().stream().limit(SHOWN_ERRORS).toList();
        String name = object.path("metadata").path("name").asText("");
        // of two groups with the same objects, upstream names the one that stores them
        throw StatusException.invalid(definition.storage().group(), definition.kind(), name, shown);
    }
}
