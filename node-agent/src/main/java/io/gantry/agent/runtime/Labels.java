package io.gantry.agent.runtime;

import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The labels that carry our state through restarts. */
public final class Labels {

    /** Marks what is ours; its value names the node, so that two agents on one engine stay apart. */
    public static final String NODE = "io.gantry.node";

    public static final String POD_UID = "io.kubernetes.pod.uid";
    static final String POD_NAME = "io.kubernetes.pod.name";
    static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
    static final String POD_GRACE = "io.kubernetes.pod.terminationGracePeriod";
    static final String CONTAINER_NAME = "io.kubernetes.container.name";
    static final String TYPE = "io.kubernetes.docker.type";
    static final String ATTEMPT = "io.kubernetes.container.restartCount";
    static final String HASH = "io.kubernetes.container.hash";
    static final String SANDBOX_ID = "io.kubernetes.sandbox.id";
    static final String BACKOFF = "io.gantry.restart-backoff-seconds";
    static final String MESSAGE_FILE = "io.gantry.termination-message-file";
    static final String IMAGE = "io.gantry.image";
    static final String SANDBOX_TYPE = "podsandbox";

    private Labels() {}

    public static Map<String, String> sandbox(Pod pod, int attempt) {
        Map<String, String> labels = pod(pod);
        labels.put(TYPE, SANDBOX_TYPE);
        labels.put(CONTAINER_NAME, "POD");
        labels.put(ATTEMPT, Integer.toString(attempt));
        return labels;
    }

    public static Map<String, String> container(
            Pod pod, Container container, int attempt, String sandboxId, Duration backoff, String messageFile) {
        Map<String, String> labels = pod(pod);
        labels.put(TYPE, "container");
        labels.put(CONTAINER_NAME, container.name());
        labels.put(ATTEMPT, Integer.toString(attempt));
        labels.put(HASH, container.hash());
        labels.put(SANDBOX_ID, sandboxId);
        labels.put(BACKOFF, Long.toString(backoff.toSeconds()));
        labels.put(MESSAGE_FILE, messageFile);
        labels.put(IMAGE, container.image());
        return labels;
    }

    /** {@code k8s_CONTAINER_POD_NAMESPACE_UID_ATTEMPT}; the container of a sandbox is POD. */
    public static String name(Pod pod, String container, int attempt) {
        return String.join("_", "k8s", container, pod.name(), pod.namespace(), pod.uid(), Integer.toString(attempt));
    }

    private static Map<String, String> pod(Pod pod) {
        Map<String, String> labels = new HashMap<>();
        labels.put(POD_NAME, pod.name());
        labels.put(POD_NAMESPACE, pod.namespace());
        labels.put(POD_UID, pod.uid());
        labels.put(POD_GRACE, Long.toString(pod.graceSeconds()));
        return labels;
    }
}
