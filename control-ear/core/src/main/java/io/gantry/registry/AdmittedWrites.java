package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.Admission;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.admission.Circumstances;
import io.gantry.admission.Completion;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.store.ObjectStore;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Describes writes to admission.
 *
 * @param store what the writes see
 */
record AdmittedWrites(Admission admission, ObjectStore store) {

    /** See {@link Admission#asksUsers}. */
    boolean asksUsers() {
        return admission.asksUsers();
    }

    /**
     * Lets admission change a new object.
     *
     * @param completion see {@link Circumstances#completion}
     * @return whether the object was changed as users said
     */
    boolean mutateNew(
            ResourceDefinition definition,
            String namespace,
            ObjectNode object,
            Completion completion,
            WriteContext context) {
        return admission.mutate(created(definition, namespace, object, completion, context));
    }

    void validateNew(ResourceDefinition definition, String namespace, ObjectNode object, WriteContext context) {
        admission.validate(created(definition, namespace, object, Completion.NONE, context));
    }

    /**
     * Lets admission change an update.
     *
     * @return whether the object was changed as users said
     */
    boolean mutateUpdate(
            ResourceDefinition definition,
            Surface surface,
            ObjectNode wanted,
            ObjectNode old,
            Completion completion,
            WriteContext context) {
        return admission.mutate(updated(definition, surface.subresource(), wanted, old, completion, context));
    }

    void validateUpdate(
            ResourceDefinition definition, Surface surface, ObjectNode wanted, ObjectNode old, WriteContext context) {
        admission.validate(updated(definition, surface.subresource(), wanted, old, Completion.NONE, context));
    }

    /** Of an update through a subresource that shows the object as another kind; what it is changed to is in {@code wanted}. */
    void admitShownUpdate(
            ResourceDefinition definition,
            String subresource,
            ObjectNode wanted,
            ObjectNode old,
            WriteContext context) {
        AdmissionRequest request = updated(definition, subresource, wanted, old, Completion.NONE, context);
        admission.mutate(request);
        admission.validate(request);
    }

    void admitDelete(
            ResourceDefinition definition,
            ObjectKey key,
            ObjectNode object,
            DeleteOptions options,
            WriteContext context) {
        AdmissionRequest request = new AdmissionRequest(
                Operation.DELETE,
                definition,
                "",
                namespace(definition, key.namespace(), key.name()),
                key.name(),
                object,
                Optional.of(object),
                context.user(),
                circumstances(Completion.NONE, "DeleteOptions", options::shown, context));
        admission.mutate(request);
        admission.validate(request);
    }

    /** Of a body that is of another kind than the object whose subresource takes it, or that is answered and never stored. */
    void admitBody(
            ResourceDefinition definition, ObjectKey key, String subresource, ObjectNode body, WriteContext context) {
        AdmissionRequest request = new AdmissionRequest(
                Operation.CREATE,
                definition,
                subresource,
                key.namespace(),
                key.name(),
                body,
                Optional.empty(),
                context.user(),
                circumstances(Completion.NONE, "CreateOptions", context.options(), context));
        admission.mutate(request);
        admission.validate(request);
    }

    /** Of a session: {@code options} is what the subresource takes, for example a PodExecOptions. */
    void admitConnect(
            ResourceDefinition definition,
            ObjectKey key,
            String subresource,
            ObjectNode options,
            WriteContext context) {
        AdmissionRequest request = new AdmissionRequest(
                Operation.CONNECT,
                definition,
                subresource,
                key.namespace(),
                key.name(),
                options,
                Optional.empty(),
                context.user(),
                new Circumstances(
                        false, context.warnings(), context.annotations(), Json::object, Completion.NONE, store::get));
        admission.mutate(request);
        admission.validate(request);
    }

    private AdmissionRequest created(
            ResourceDefinition definition,
            String namespace,
            ObjectNode object,
            Completion completion,
            WriteContext context) {
        String name = object.path("metadata").path("name").asText("");
        return new AdmissionRequest(
                Operation.CREATE,
                definition,
                "",
                namespace(definition, namespace, name),
                name,
                object,
                Optional.empty(),
                context.user(),
                circumstances(completion, "CreateOptions", context.options(), context));
    }

    private AdmissionRequest updated(
            ResourceDefinition definition,
            String subresource,
            ObjectNode wanted,
            ObjectNode old,
            Completion completion,
            WriteContext context) {
        String name = old.path("metadata").path("name").asText("");
        return new AdmissionRequest(
                Operation.UPDATE,
                definition,
                subresource,
                namespace(definition, old.path("metadata").path("namespace").asText(""), name),
                name,
                wanted,
                Optional.of(old),
                context.user(),
                circumstances(completion, "UpdateOptions", context.options(), context));
    }

    /** A namespace counts as being in itself, as upstream has it. */
    private static String namespace(ResourceDefinition definition, String namespace, String name) {
        return definition.storage().equals(NamespaceLifecycle.NAMESPACES) ? name : namespace;
    }

    private Circumstances circumstances(
            Completion completion, String kind, Supplier<ObjectNode> options, WriteContext context) {
        return new Circumstances(
                context.dryRun(),
                context.warnings(),
                context.annotations(),
                () -> typed(kind, options.get(), context),
                completion,
                store::get);
    }

    private static ObjectNode typed(String kind, ObjectNode options, WriteContext context) {
        ObjectNode typed = Json.object().put("kind", kind).put("apiVersion", "meta.k8s.io/v1");
        typed.setAll(options);
        if (context.dryRun()) {
            typed.putArray("dryRun").add("All");
        }
        return typed;
    }
}
