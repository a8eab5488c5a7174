package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.function.UnaryOperator;

/**
 * Writes of the cluster's own parts (controllers, scheduler, node gateway). They take the same path as a client's: strategy,
 * defaults, validation, finalizers. All refusals are {@link io.gantry.status.StatusException}s.
 */
public interface ObjectWriter {

    /** The writer that owns what it sets under another name. */
    ObjectWriter as(String manager);

    /** Creates an object; apiVersion and kind may be left out; {@code metadata.generateName} works. */
    ApiObject create(GroupResource resource, ObjectNode object);

    /**
     * Changes everything but status.
     *
     * @param change gets a tree of its own and returns the wanted one; returning an equal tree writes nothing. May run several
     *     times.
     */
    ApiObject update(ObjectKey key, UnaryOperator<ObjectNode> change);

    /** Changes status (and nothing else). */
    ApiObject updateStatus(ObjectKey key, UnaryOperator<ObjectNode> change);

    /** Changes the conditions of a certificate signing request: the {@code approval} subresource. */
    ApiObject approve(ObjectKey key, UnaryOperator<ObjectNode> change);

    /**
     * Deletes as a client would.
     *
     * @return the object marked for deletion, or its last state at the revision of the removal
     */
    ApiObject delete(ObjectKey key, DeleteOptions options);

    /** Takes {@code kubernetes} out of a namespace's {@code spec.finalizers}: the {@code finalize} subresource. */
    ApiObject finalizeNamespace(String name);

    /** Binds a pod to a node: the {@code binding} subresource. Refuses with Conflict when the pod is bound already. */
    ApiObject bind(ObjectKey pod, String podUid, String nodeName);
}
