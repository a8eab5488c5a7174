package io.gantry.node;

import io.gantry.object.GroupResource;
import java.util.Set;

/** The resources that a node agent is sent. */
final class NodeResources {

    static final GroupResource NODES = new GroupResource("", "nodes");
    static final GroupResource PODS = new GroupResource("", "pods");
    static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    static final GroupResource SECRETS = new GroupResource("", "secrets");
    static final GroupResource SERVICES = new GroupResource("", "services");
    static final GroupResource ENDPOINT_SLICES = new GroupResource("discovery.k8s.io", "endpointslices");

    static final Set<GroupResource> FED = Set.of(NODES, PODS, CONFIG_MAPS, SECRETS, SERVICES, ENDPOINT_SLICES);

    private NodeResources() {}
}
