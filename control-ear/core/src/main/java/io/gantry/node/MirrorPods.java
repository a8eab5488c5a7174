package io.gantry.node;

import static io.gantry.node.NodeResources.NODES;
import static io.gantry.node.NodeResources.PODS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the static pods of nodes in the API. A mirror uses no other object, as upstream's NodeRestriction asks of the pods that nodes
 * create: a node could otherwise read what it likes by running a pod that names it.
 */
public final class MirrorPods {

    private static final Logger LOG = LoggerFactory.getLogger(MirrorPods.class);
    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String HASH = "kubernetes.io/config.hash";
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final ObjectWriter writer;
    private final ClusterView view;

    public MirrorPods(ObjectWriter writer, ClusterView view) {
        this.writer = writer;
        this.view = view;
    }

    /** Makes and removes mirrors until there is one for each of a node's static pods. May be repeated. */
    public void reconcile(String nodeName, List<ObjectNode> staticPods) {
        Optional<ApiObject> node = view.get(ObjectKey.cluster(NODES, nodeName));
        if (node.isEmpty()) {
            LOG.debug("mirrors awaited kind=Node name={} reason=node-unknown", nodeName);
            return;
        }
        Set<ObjectKey> wanted = new HashSet<>();
        for (ObjectNode pod : staticPods) {
            ObjectNode mirror = mirror(pod, node.get());
            ObjectKey key = new ObjectKey(
                    PODS,
                    Nodes.text(mirror.path("metadata"), "namespace"),
                    Nodes.text(mirror.path("metadata"), "name"));
            wanted.add(key);
            unlessRefused(key, () -> ensure(key, mirror, nodeName));
        }
        view.podsOnNode(nodeName).stream()
                .filter(pod -> pod.metadata().path("annotations").has(MIRROR))
                .filter(pod -> !wanted.contains(pod.key()))
                .forEach(pod -> unlessRefused(pod.key(), () -> delete(pod)));
    }

    private void ensure(ObjectKey key, ObjectNode mirror, String nodeName) {
        PodReferences.first(key.namespace(), mirror.path("spec")).ifPresent(reference -> {
            throw StatusException.forbidden(
                    PODS, key.name(), "node " + nodeName + " can not create pods that reference " + reference);
        });
        Optional<ApiObject> present = view.get(key);
        if (present.isPresent()) {
            ApiObject pod = present.get();
            boolean own = pod.metadata().path("annotations").has(MIRROR)
                    && pod.nodeName().equals(nodeName);
            if (!own) {
                LOG.warn(
                        "mirror not made kind=Pod namespace={} name={} node={} reason=name-taken",
                        key.namespace(),
                        key.name(),
                        nodeName);
                return;
            }
            if (hash(pod).equals(hash(mirror)) && !pod.isBeingDeleted()) {
                return;
            }
            delete(pod);
        }
        writer.create(PODS, mirror);
        LOG.info("mirror made kind=Pod namespace={} name={} node={}", key.namespace(), key.name(), nodeName);
    }

    private void delete(ApiObject pod) {
        writer.delete(pod.key(), DeleteOptions.ofUid(pod.uid()).withGracePeriod(0));
    }

    private static String hash(ApiObject pod) {
        return Nodes.text(pod.metadata().path("annotations"), MIRROR);
    }

    private static String hash(ObjectNode mirror) {
        return Nodes.text(mirror.path("metadata").path("annotations"), MIRROR);
    }

    /** Of what the node says, its name, labels, annotations and spec count. */
    private static ObjectNode mirror(ObjectNode pod, ApiObject node) {
        ObjectNode mirror = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = mirror.putObject("metadata")
                .put("name", Nodes.text(pod.path("metadata"), "name"))
                .put("namespace", Nodes.text(pod.path("metadata"), "namespace"));
        for (String field : List.of("labels", "annotations")) {
            if (pod.path("metadata").path(field).isObject()) {
                metadata.set(field, pod.path("metadata").path(field).deepCopy());
            }
        }
        ObjectNode annotations = metadata.withObject("/annotations");
        annotations.put(MIRROR, Nodes.text(annotations, HASH));
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Node")
                .put("name", node.name())
                .put("uid", node.uid())
                .put("controller", true);
        if (pod.path("spec") instanceof ObjectNode spec) {
            mirror.set("spec", spec.deepCopy());
        }
        mirror.withObject("/spec").put("nodeName", node.name());
        return mirror;
    }

    /** One that cannot be made must not keep the others. */
    private static void unlessRefused(ObjectKey key, Runnable write) {
        try {
            write.run();
        } catch (StatusException e) {
            if (e.code() >= SERVER_ERROR || e.code() == TOO_MANY) {
                throw e;
            }
            LOG.warn(
                    "mirror not written kind=Pod namespace={} name={} reason={} message={}",
                    key.namespace(),
                    key.name(),
                    e.reason(),
                    e.getMessage());
        }
    }
}
