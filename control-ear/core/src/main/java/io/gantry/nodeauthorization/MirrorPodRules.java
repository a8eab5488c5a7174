package io.gantry.nodeauthorization;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.cache.ClusterView;
import io.gantry.node.PodReferences;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.Optional;

/** The only pods that a node may create: mirrors of its static pods, which use no other object. */
record MirrorPodRules(ClusterView view, String node, AdmissionRequest request) {

    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final String MIRROR = "kubernetes.io/config.mirror";

    void check() {
        JsonNode metadata = request.object().path("metadata");
        String name = Quoted.of(node);
        require(
                metadata.path("annotations").has(MIRROR),
                "pod does not have " + Quoted.of(MIRROR) + " annotation, node " + name
                        + " can only create mirror pods");
        require(
                Nodes.text(request.object().path("spec"), "nodeName").equals(node),
                "node " + name + " can only create pods with spec.nodeName set to itself");
        JsonNode owners = metadata.path("ownerReferences");
        require(
                owners.size() < 2,
                "node " + name + " can only create pods with a single owner reference set to itself");
        require(owners.size() == 1, "node " + name + " can only create pods with an owner reference set to itself");
        owner(owners.get(0), name);
        Optional<String> reference =
                PodReferences.first(request.namespace(), request.object().path("spec"));
        require(reference.isEmpty(), "node " + name + " can not create pods that reference " + reference.orElse(""));
    }

    private void owner(JsonNode owner, String name) {
        boolean self = Nodes.text(owner, "apiVersion").equals("v1")
                && Nodes.text(owner, "kind").equals("Node")
                && Nodes.text(owner, "name").equals(node);
        require(self, "node " + name + " can only create pods with an owner reference set to itself");
        require(
                owner.path("controller").asBoolean(),
                "node " + name + " can only create pods with a controller owner reference set to itself");
        require(
                !owner.path("blockOwnerDeletion").asBoolean(),
                "node " + name + " must not set blockOwnerDeletion on an owner reference");
        ApiObject present =
                view.get(ObjectKey.cluster(NODES, node)).orElseThrow(() -> StatusException.notFound(NODES, node));
        String uid = Nodes.text(owner, "uid");
        require(uid.equals(present.uid()), "node " + node + " UID mismatch: expected " + uid + " got " + present.uid());
    }

    private void require(boolean holds, String otherwise) {
        NodeRestriction.require(request, holds, otherwise);
    }
}
