package io.gantry.resource;

/** Whether a resource's objects live in namespaces. */
public enum Scope {
    CLUSTER,
    NAMESPACED
}
