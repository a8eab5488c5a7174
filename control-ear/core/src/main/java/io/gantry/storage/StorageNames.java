package io.gantry.storage;

import io.gantry.object.GroupResource;

/** Resources, annotations and words of persistent storage that several parts must agree on. */
public final class StorageNames {

    public static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    public static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    public static final GroupResource CLASSES = new GroupResource("storage.k8s.io", "storageclasses");

    /** On a claim: it was bound once, and its volume is never to be replaced by another. */
    public static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";

    /** On a claim or a volume: the controller chose the other side, not a person. */
    public static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";

    /** On a volume: who made it, and will delete what is behind it. */
    public static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    /** On a claim: who is to make its volume. */
    public static final String PROVISIONER = "volume.kubernetes.io/storage-provisioner";

    public static final String BETA_PROVISIONER = "volume.beta.kubernetes.io/storage-provisioner";

    /** On a claim: where its first pod will run; the scheduler's word to the provisioner. */
    public static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    static final String BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

    private StorageNames() {}
}
