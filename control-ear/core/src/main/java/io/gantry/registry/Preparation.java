package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns what a client wants to write into what may be stored, or refuses it: defaults, strategy, rules. */
final class Preparation {

    /** An object with more errors than this is refused with the first of them. */
    private static final int SHOWN_ERRORS = 100;

    private final ClusterView view;
    private final ObjectForms forms;
    private final Ownership ownership;
    private final AdmittedWrites admission;
    private final InstantSource clock;

    Preparation(
            ClusterView view, ObjectForms forms, Ownership ownership, AdmittedWrites admission, InstantSource clock) {
        this.view = view;
        this.forms = forms;
        this.ownership = ownership;
        this.admission = admission;
        this.clock = clock;
    }

    /** The same, for writes to another store. */
    Preparation admittedBy(AdmittedWrites other) {
        return new Preparation(view, forms, ownership, other, clock);
    }

    /**
     * Completes a new object in place as far as others than the server have a say in it, mutating admission included; {@link #prepareNew}
     * must follow.
     */
    void admitNew(
            ResourceDefinition definition, ObjectNode object, String namespace, Owners owners, WriteContext context) {
        JsonNode claimed = Ownership.take(object);
        SystemFields.drop(object);
        RepeatedOwners.removeDuplicates((ObjectNode) object.get("metadata"), context.warnings());
        forms.applyDefaults(definition, object);
        // before the strategy: what the server adds belongs to nobody
        switch (owners) {
            case COMPARED -> ownership.created(definition, object, claimed, context);
            case GIVEN -> Ownership.put(object, claimed);
        }
        JsonNode managed = object.path("metadata").path("managedFields");
        if (admission.mutateNew(definition, namespace, object, forms.completion(definition), context)) {
            completeAsChanged(definition, object, managed, context);
        }
    }

    /** Gives a new object what the server alone gives; {@link #checkNew} must follow. */
    void prepareNew(
            ResourceDefinition definition, ObjectNode object, String namespace, String uid, WriteContext context) {
        Instant now = clock.instant();
        WriteConditions.setNamespace(definition, object, namespace);
        SystemFields.stampNew(definition, object, uid, now);
        definition
                .strategy()
                .prepareForCreate(object, new Strategy.Context(view, now, context.user(), context.warnings()));
    }

    /** Checks a new object; {@link #finish} must follow. */
    void checkNew(ResourceDefinition definition, ObjectNode object, WriteContext context) {
        FieldErrors errors = new FieldErrors();
        MetadataRules.check(definition, object.path("metadata"), errors);
        definition.strategy().validate(object, errors);
        definition.strategy().validateNew(object, errors);
        refuse(definition, object, errors);
        errors.warnings().forEach(context.warnings());
        definition.strategy().warnings(object).forEach(context.warnings());
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
            forms.normalize(definition, old);
        }
        WriteConditions.checkUid(definition, wanted, old);
        WriteConditions.setNamespace(
                definition, wanted, old.path("metadata").path("namespace").asText(""));
        SystemFields.keepDeletion(wanted, old);
        Ownership.put(wanted, old.path("metadata").path("managedFields"));
        Strategy.Context strategyContext =
                new Strategy.Context(view, clock.instant(), context.user(), context.warnings());
        switch (surface) {
            case MAIN -> {
                RepeatedOwners.removeDuplicates((ObjectNode) wanted.get("metadata"), context.warnings());
                forms.applyDefaults(definition, wanted);
                setOwners(definition, surface, wanted, old, claimed, owners, context);
                admit(definition, surface, wanted, old, context);
                WriteConditions.checkVersion(definition, wanted, old);
                SystemFields.keep(wanted, old);
                definition.strategy().prepareForUpdate(wanted, old, strategyContext);
                SystemFields.count(definition, wanted, forms.written(definition, wanted), old);
            }
            case SCALE -> {
                WriteConditions.checkVersion(definition, wanted, old);
                SystemFields.keep(wanted, old);
                forms.applyDefaults(definition, wanted);
                setOwners(definition, surface, wanted, old, claimed, owners, context);
                definition.strategy().prepareForUpdate(wanted, old, strategyContext);
                SystemFields.count(definition, wanted, forms.written(definition, wanted), old);
            }
            case STATUS -> {
                Consumer<ObjectNode> part =
                        object -> definition.strategy().prepareForStatusUpdate(object, old, strategyContext);
                admitPart(definition, surface, wanted, old, claimed, owners, context, part);
            }
            case EPHEMERAL_CONTAINERS, RESIZE -> {
                Consumer<ObjectNode> part = object ->
                        definition.strategy().prepareForPart(surface.subresource(), object, old, strategyContext);
                admitPart(definition, surface, wanted, old, claimed, owners, context, part);
                SystemFields.count(definition, wanted, forms.written(definition, wanted), old);
            }
            case APPROVAL -> {
                Consumer<ObjectNode> part =
                        object -> definition.strategy().prepareForApproval(object, old, strategyContext);
                admitPart(definition, surface, wanted, old, claimed, owners, context, part);
            }
            case FINALIZE -> {
                Consumer<ObjectNode> part = object -> keepAllButFinalizers(object, old);
                admitPart(definition, surface, wanted, old, claimed, owners, context, part);
            }
        }
        return wanted;
    }

    /** Lets admission change an update; answers whether users did. */
    private boolean admit(
            ResourceDefinition definition, Surface surface, ObjectNode wanted, ObjectNode old, WriteContext context) {
        JsonNode managed = wanted.path("metadata").path("managedFields");
        boolean changed =
                admission.mutateUpdate(definition, surface, wanted, old, forms.completion(definition), context);
        if (changed) {
            completeAsChanged(definition, wanted, managed, context);
            WriteConditions.setNamespace(
                    definition, wanted, old.path("metadata").path("namespace").asText(""));
        }
        return changed;
    }

    /**
     * Lets admission change what a client sent, of which the surface then takes its part.
     *
     * @param part puts back what this surface may not change
     */
    private void admitPart(
            ResourceDefinition definition,
            Surface surface,
            ObjectNode wanted,
            ObjectNode old,
            JsonNode claimed,
            Owners owners,
            WriteContext context,
            Consumer<ObjectNode> part) {
        forms.applyDefaults(definition, wanted);
        WriteConditions.checkVersion(definition, wanted, old);
        // only users want to see what does not count
        Optional<ObjectNode> sent = admission.asksUsers() ? Optional.of(wanted.deepCopy()) : Optional.empty();
        SystemFields.keep(wanted, old);
        part.accept(wanted);
        setOwners(definition, surface, wanted, old, claimed, owners, context);
        ObjectNode shown = sent.orElse(wanted);
        Ownership.put(shown, wanted.path("metadata").path("managedFields"));
        boolean changed = admit(definition, surface, shown, old, context);
        if (sent.isPresent()) {
            wanted.removeAll();
            wanted.setAll(shown);
        }
        if (changed || sent.isPresent()) {
            SystemFields.keep(wanted, old);
            part.accept(wanted);
        }
    }

    /** Users changed the object. */
    private void completeAsChanged(
            ResourceDefinition definition, ObjectNode object, JsonNode managed, WriteContext context) {
        forms.complete(definition, object);
        RepeatedOwners.removeDuplicatesAfterAdmission((ObjectNode) object.get("metadata"), context.warnings());
        Ownership.keepValid(object, managed, context.warnings());
    }

    private static void keepAllButFinalizers(ObjectNode object, ObjectNode old) {
        JsonNode managed = object.path("metadata").path("managedFields");
        ObjectNode finalized = finalized(object, old);
        object.removeAll();
        object.setAll(finalized);
        Ownership.put(object, managed);
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

    /** Checks a changed object; {@link #finish} must follow. */
    void checkUpdate(
            ResourceDefinition definition, Surface surface, ObjectNode object, ObjectNode old, WriteContext context) {
        FieldErrors errors = new FieldErrors();
        MetadataRules.check(definition, object.path("metadata"), errors);
        MetadataRules.checkUpdate(object.path("metadata"), old.path("metadata"), errors);
        // what is not written differs from nothing that was
        ObjectNode written = forms.written(definition, object);
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
            definition.strategy().warningsOfUpdate(written, old).forEach(context.warnings());
        }
    }

    /** Brings an object that all have agreed to into the form in which it is written. */
    void finish(ResourceDefinition definition, ObjectNode object) {
        forms.putInWrittenForm(definition, object);
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
