package io.gantry.agent.cluster;

/** Which object: plural resource name with its group ({@code endpointslices.discovery.k8s.io}), namespace (empty when cluster-scoped), name. */
public record ObjectRef(String resource, String namespace, String name) {

    public static final String PODS = "pods";
    public static final String NODES = "nodes";
    public static final String SERVICES = "services";
    public static final String CONFIG_MAPS = "configmaps";
    public static final String SECRETS = "secrets";
    public static final String PERSISTENT_VOLUME_CLAIMS = "persistentvolumeclaims";
    public static final String PERSISTENT_VOLUMES = "persistentvolumes";
    public static final String RUNTIME_CLASSES = "runtimeclasses.node.k8s.io";
    public static final String TRUST_BUNDLES = "clustertrustbundles.certificates.k8s.io";
    public static final String CERTIFICATE_REQUESTS = "podcertificaterequests.certificates.k8s.io";
    public static final String NAMESPACES = "namespaces";
    public static final String ENDPOINT_SLICES = "endpointslices.discovery.k8s.io";
}
