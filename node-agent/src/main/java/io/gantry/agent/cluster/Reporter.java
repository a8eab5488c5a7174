package io.gantry.agent.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.NodeUsage;
import java.util.List;

/** The way of facts from the node to the control plane. Never blocks; the newest status of a pod replaces an unsent older one. */
public interface Reporter {

    /** The pod's v1 PodStatus. */
    void podStatus(PodIdentity pod, ObjectNode status);

    /** All of the pod is gone from this node. */
    void podFinished(PodIdentity pod);

    /** The node no longer cares for the pod: nothing of it needs to be sent again. */
    void forget(PodIdentity pod);

    /** The directory of a volume that is being deleted is gone. */
    void volumeRemoved(VolumeIdentity volume);

    void event(ObjectEvent event);

    /** The node's v1 NodeStatus. */
    void nodeStatus(ObjectNode status);

    /** What the node and its pods use; the newest replaces an unsent older one. */
    void usage(NodeUsage usage);

    /** All pods that the node runs of itself, v1 Pods. */
    void staticPods(List<ObjectNode> pods);
}
