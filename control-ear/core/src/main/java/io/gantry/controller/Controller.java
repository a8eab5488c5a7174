package io.gantry.controller;

import io.gantry.cache.ClusterView;
import io.gantry.object.ObjectKey;
import java.time.Instant;

/** Brings one kind of object from what is to what was declared, one key at a time. It decides; the runtime acts. */
public interface Controller {

    /** For example {@code replicaset-controller}; the component name of its events. */
    String name();

    /** Who owns what it sets, in managed fields: upstream runs some of them in the API server. */
    default String fieldManager() {
        return "kube-controller-manager";
    }

    /** Which changes concern which keys. */
    Watches watches();

    /**
     * Decides what to change for a key. Reads nothing but its arguments and changes nothing. Called again after every change
     * that {@link #watches} maps to the key, never twice at once for one key, and only when the view shows what the last plan wrote.
     */
    Plan reconcile(ObjectKey key, ClusterView view, Instant now);

    /** How many keys may be worked on at once. */
    default int concurrency() {
        return 5;
    }
}
