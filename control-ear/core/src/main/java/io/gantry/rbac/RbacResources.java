package io.gantry.rbac;

import io.gantry.object.GroupResource;

/** The resources of the group. */
public final class RbacResources {

    public static final String GROUP = "rbac.authorization.k8s.io";
    public static final GroupResource ROLES = new GroupResource(GROUP, "roles");
    public static final GroupResource CLUSTER_ROLES = new GroupResource(GROUP, "clusterroles");
    public static final GroupResource ROLE_BINDINGS = new GroupResource(GROUP, "rolebindings");
    public static final GroupResource CLUSTER_ROLE_BINDINGS = new GroupResource(GROUP, "clusterrolebindings");

    private RbacResources() {}
}
