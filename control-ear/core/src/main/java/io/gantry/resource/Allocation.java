package io.gantry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import java.util.Optional;
import java.util.Set;

/**
 * Gives objects of a kind what no two of them may share: cluster IPs, node ports. The registry calls {@link #allocate} after
 * {@code prepareFor…} and before validation, then writes one reservation for each claim to the store before the object itself.
 * A reservation is a key of the store, so a claim is unique over all instances; one that is taken makes the registry allocate
 * again.
 */
public interface Allocation {

    /**
     * Fills in what the object needs and lacks. What the client chose is checked against the view and refused with a
     * {@link io.gantry.status.StatusException} when taken or out of range; what the server chooses should be random among the free.
     *
     * @param old the state before, empty on create
     */
    void allocate(ObjectNode object, Optional<ObjectNode> old, ClusterView view);

    /** Everything that this object claims for itself alone, for example {@code ip-10.96.0.10} or {@code nodeport-tcp-30080}. */
    Set<String> claims(ObjectNode object);
}
