package io.gantry.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import io.gantry.storage.NodeLocal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what node agents report. An agent changes its own Node, its own lease and the status of the pods bound to it, nothing
 * else; what it says about other objects, or about pods that are gone, is ignored. Every method may be repeated.
 *
 * <p>Refusals because an object is gone or was replaced are no errors; every other {@link StatusException} reaches the caller,
 * who may try again.
 */
public final class NodeStatusWriter {

    private static final Logger LOG = LoggerFactory.getLogger(NodeStatusWriter.class);

    /** The longest that the API takes in an Event. */
    private static final int MAX_REASON = 128;

    private static final int MAX_MESSAGE = 1024;

    private final ObjectWriter writer;
    private final ClusterView view;
    private final Consumer<EventDraft> events;
    private final InstantSource clock;

    /**
     * @param events takes what agents say for people; must not wait
     */
    public NodeStatusWriter(ObjectWriter writer, ClusterView view, Consumer<EventDraft> events, InstantSource clock) {
        this.writer = writer;
        this.view = view;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Creates the agent's Node or joins what it reports into the present one.
     *
     * @param reported a v1 Node
     */
    public void register(String nodeName, ObjectNode reported) {
        Instant now = clock.instant();
        ObjectKey key = ObjectKey.cluster(NodeResources.NODES, nodeName);
        if (view.get(key).isEmpty() && created(nodeName, reported, now)) {
            LOG.info("node registered kind=Node name={}", nodeName);
        } else {
            writer.update(key, node -> NodeMerge.withMetadata(node, nodeName, reported));
        }
        writer.updateStatus(key, node -> NodeMerge.withStatus(node, reported.path("status"), now));
    }

    private boolean created(String nodeName, ObjectNode reported, Instant now) {
        return orPresent(() -> writer.create(NodeResources.NODES, NodeMerge.created(nodeName, reported, now)));
    }

    private static boolean orPresent(Runnable create) {
        try {
            create.run();
            return true;
        } catch (StatusException e) {
            if (e.reason().equals("AlreadyExists")) {
                return false;
            }
            throw e;
        }
    }

    /**
     * @param reported a v1 NodeStatus
     */
    public void nodeStatus(String nodeName, ObjectNode reported) {
        unlessGone(() -> writer.updateStatus(
                ObjectKey.cluster(NodeResources.NODES, nodeName),
                node -> NodeMerge.withStatus(node, reported, clock.instant())));
    }

    /** Renews the node's lease, at most every ten seconds however often it is called. */
    public void heartbeat(String nodeName) {
        Instant now = clock.instant();
        ObjectKey key = NodeLease.key(nodeName);
        var lease = view.get(key);
        if (lease.isPresent() && !NodeLease.isDue(lease.get().json(), now)) {
            return;
        }
        if (lease.isPresent()) {
            unlessGone(() -> writer.update(key, present -> NodeLease.renewed(present, nodeName, now)));
            return;
        }
        var node = view.get(ObjectKey.cluster(NodeResources.NODES, nodeName));
        ObjectNode created = NodeLease.created(nodeName, node, now);
        orPresent(() -> writer.create(NodeLease.LEASES, created));
    }

    /**
     * @param reported a v1 PodStatus
     */
    public void podStatus(String nodeName, PodIdentity identity, ObjectNode reported) {
        if (!isBound(nodeName, identity)) {
            return;
        }
        unlessGone(() -> writer.updateStatus(
                identity.key(),
                pod -> uidOf(pod).equals(identity.uid())
                        ? PodStatusMerge.merged(pod, reported, clock.instant())
                        : pod));
    }

    /**
     * Removes a pod that is being deleted, once nothing of it is left on its node. A pod that nobody deletes has lost its
     * containers: it has failed, and its controller makes another.
     */
    public void podFinished(String nodeName, PodIdentity identity) {
        if (!isBound(nodeName, identity)) {
            return;
        }
        unlessGone(() -> {
            boolean deleted =
                    view.get(identity.key()).filter(ApiObject::isBeingDeleted).isPresent();
            // the cache may be behind: the stored pod decides
            if (deleted || markFailed(identity).isBeingDeleted()) {
                writer.delete(
                        identity.key(), DeleteOptions.ofUid(identity.uid()).withGracePeriod(0));
            }
        });
    }

    /**
     * Lets a volume go whose directory the node has removed. Whatever the node says, only volumes that are to be removed from that
     * node go.
     */
    public void volumeRemoved(String nodeName, String volumeName, String uid) {
        unlessGone(() -> writer.update(ObjectKey.cluster(NodeResources.VOLUMES, volumeName), present -> {
            ApiObject volume = ApiObject.of(
                    ObjectKey.cluster(NodeResources.VOLUMES, volumeName), 0, ApiObject.document(present.deepCopy()));
            boolean removed = volume.uid().equals(uid)
                    && NodeLocal.isToBeRemoved(volume)
                    && NodeLocal.nodeOf(volume).filter(nodeName::equals).isPresent();
            return removed ? NodeLocal.letGo(present) : present;
        }));
    }

    /**
     * Tells people of something about the node or one of its pods; the recorder counts repetitions and limits floods.
     *
     * @param involved a v1 ObjectReference
     * @param type Normal or Warning
     */
    public void event(String nodeName, ObjectNode involved, String type, String reason, String message) {
        if (!isOwn(nodeName, involved)) {
            LOG.debug("event ignored node={} reason={} involved={}", nodeName, reason, involved);
            return;
        }
        EventDraft.Type kind = type.equals("Warning") ? EventDraft.Type.WARNING : EventDraft.Type.NORMAL;
        events.accept(new EventDraft(
                involved, kind, shortened(reason, MAX_REASON), shortened(message, MAX_MESSAGE), "kubelet", nodeName));
    }

    private boolean isOwn(String nodeName, ObjectNode involved) {
        String name = involved.path("name").asText("");
        return switch (involved.path("kind").asText("")) {
            case "Node" -> name.equals(nodeName);
            case "Pod" ->
                isBound(
                        nodeName,
                        new PodIdentity(
                                involved.path("namespace").asText(""),
                                name,
                                involved.path("uid").asText("")));
            default -> false;
        };
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private ApiObject markFailed(PodIdentity identity) {
        return writer.updateStatus(identity.key(), pod -> {
            boolean mine = uidOf(pod).equals(identity.uid());
            if (!mine
                    || pod.path("metadata").has("deletionTimestamp")
                    || PodStatusMerge.isTerminal(pod.path("status"))) {
                return pod;
            }
            ObjectNode status = pod.path("status").deepCopy();
            status.put("phase", "Failed");
            status.put("reason", "ContainersLost");
            status.put("message", "The node no longer has the pod's containers.");
            return PodStatusMerge.merged(pod, status, clock.instant());
        });
    }

    private boolean isBound(String nodeName, PodIdentity identity) {
        boolean bound = view.get(identity.key())
                .filter(pod -> identity.isBoundTo(nodeName, pod))
                .isPresent();
        if (!bound) {
            LOG.debug(
                    "report ignored kind=Pod namespace={} name={} uid={} node={} reason=not-bound-here",
                    identity.namespace(),
                    identity.name(),
                    identity.uid(),
                    nodeName);
        }
        return bound;
    }

    private static String uidOf(ObjectNode object) {
        return object.path("metadata").path("uid").asText("");
    }

    private static void unlessGone(Runnable write) {
        try {
            write.run();
        } catch (StatusException e) {
            if (e.code() != 404 && e.code() != 409) {
                throw e;
            }
            LOG.debug("write skipped reason={} message={}", e.reason(), e.getMessage());
        }
    }
}
