package io.gantry.controller.model;

import io.gantry.object.GroupResource;

/** The resources that controllers read and write, by the names under which they are stored. */
public final class ResourceNames {

    public static final GroupResource PODS = new GroupResource("", "pods");
    public static final GroupResource NODES = new GroupResource("", "nodes");
    public static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    public static final GroupResource SERVICES = new GroupResource("", "services");
    public static final GroupResource ENDPOINTS = new GroupResource("", "endpoints");
    public static final GroupResource EVENTS = new GroupResource("", "events");
    public static final GroupResource SECRETS = new GroupResource("", "secrets");
    public static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");
    public static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    public static final GroupResource REPLICATION_CONTROLLERS = new GroupResource("", "replicationcontrollers");
    public static final GroupResource REPLICA_SETS = new GroupResource("apps", "replicasets");
    public static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");
    public static final GroupResource ENDPOINT_SLICES = new GroupResource("discovery.k8s.io", "endpointslices");
    public static final GroupResource LEASES = new GroupResource("coordination.k8s.io", "leases");

    private ResourceNames() {}
}
