package io.gantry.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A write on its way (admission.k8s.io AdmissionRequest).
 *
 * @param subresource for example {@code status}, or empty
 * @param namespace empty for cluster-scoped objects
 * @param name as far as it is known: empty under mutation while a name is still to be generated
 * @param object what is to be written, or to be deleted, or the body of a subresource; in served form
 * @param old what is there; empty on create
 * @param user who writes
 * @param circumstances what surrounds the write
 */
public record AdmissionRequest(
        Operation operation,
        ResourceDefinition definition,
        String subresource,
        String namespace,
        String name,
        ObjectNode object,
        Optional<ObjectNode> old,
        UserInfo user,
        Circumstances circumstances) {

    /** A request that nobody watches. */
    public AdmissionRequest(
            Operation operation,
            ResourceDefinition definition,
            String subresource,
            String namespace,
            String name,
            ObjectNode object,
            Optional<ObjectNode> old,
            UserInfo user) {
        this(operation, definition, subresource, namespace, name, object, old, user, Circumstances.NONE);
    }

    /** What is done to the object. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    public GroupResource resource() {
        return definition.groupResource();
    }

    /** The name that refusals of in-tree plugins tell, since the object may have none yet (pkg/admission/errors.go). */
    public String refusedName() {
        if (!name.isEmpty()) {
            return name;
        }
        JsonNode metadata = object.path("metadata");
        return Stream.of("name", "generateName")
                .map(field -> Nodes.text(metadata, field))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("Unknown");
    }

    /**
     * Finds what the request is judged by. An object that the view does not show yet may have been made a moment ago, by another instance
     * or in the same transaction: before it counts as missing, the write itself is asked.
     *
     * @param view asked first, and mostly last
     */
    public Optional<ApiObject> find(ClusterView view, ObjectKey key) {
        return view.get(key).or(() -> circumstances.stored().apply(key));
    }

    /** Whether this is about objects of a resource themselves, not about a subresource. */
    public boolean isOn(GroupResource resource) {
        return subresource.isEmpty() && definition.groupResource().equals(resource);
    }

    /** Whether this is what the garbage collector does, which takes finalizers and owners off whatever the object allows. */
    public boolean changesOnlyOwnership() {
        return old.filter(present -> JsonEquality.same(unowned(object), unowned(present)))
                .isPresent();
    }

    private static ObjectNode unowned(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.withObject("/metadata").remove(List.of("ownerReferences", "finalizers", "managedFields", "selfLink"));
        return copy;
    }
}
