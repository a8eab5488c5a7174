package io.gantry.agent.cluster;

/**
 * Told of every change of the {@link ClusterState}. Called on the link's thread: note what changed, wake a thread of your own,
 * and return.
 */
public interface ClusterListener {

    /** One object was added, replaced or removed; read its present state from the {@link ClusterState}. */
    void changed(ObjectRef ref);

    /** A full snapshot was applied: from now on, what is not in the state does not exist. */
    default void synced(ClusterSettings settings) {}
}
