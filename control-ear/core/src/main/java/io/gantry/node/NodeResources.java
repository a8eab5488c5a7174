package io.gantry.node;

import io.gantry.object.GroupResource;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The resources that a node agent is sent. */
final class NodeResources {

    static final GroupResource NODES = new GroupResource("", "nodes");
    static final GroupResource PODS = new GroupResource("", "pods");
    static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    static final GroupResource SECRETS = new GroupResource("", "secrets");
    static final GroupResource SERVICES = new GroupResource("", "services");
    static final GroupResource ENDPOINT_SLICES = new GroupResource("discovery.k8s.io", "endpointslices");

    static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    static final GroupResource RUNTIME_CLASSES = new GroupResource("node.k8s.io", "runtimeclasses");

    static final GroupResource TRUST_BUNDLES = new GroupResource("certificates.k8s.io", "clustertrustbundles");

    static final GroupResource CERTIFICATE_REQUESTS =
            new GroupResource("certificates.k8s.io", "podcertificaterequests");

    /** Sent only to the nodes whose pods use them. */
    static final Set<GroupResource> REFERENCED = Set.of(CONFIG_MAPS, SECRETS, CLAIMS, VOLUMES, RUNTIME_CLASSES);

    static final Set<GroupResource> FED = Stream.concat(
                    Stream.of(NODES, PODS, SERVICES, ENDPOINT_SLICES, TRUST_BUNDLES, CERTIFICATE_REQUESTS),
                    REFERENCED.stream())
            .collect(Collectors.toUnmodifiableSet());

    private NodeResources() {}
}
