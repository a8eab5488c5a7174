package io.gantry.nodeauthorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.node.NodeTokens;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps nodes to themselves: their own Node, lease and pods (NodeRestriction admission). */
public final class NodeRestriction implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final String NODE_LEASES = "kube-node-lease";
    private static final List<String> CLAIM_STATUS =
            List.of("capacity", "conditions", "allocatedResourceStatuses", "allocatedResources");

    private final ClusterView view;

    public NodeRestriction(ClusterView view) {
        this.view = view;
    }

    @Override
    public void validate(AdmissionRequest request) {
        Optional<String> node = NodeUser.nodeName(request.user());
        if (node.isEmpty() || request.operation() == Operation.CONNECT) {
            return;
        }
        if (node.get().isEmpty()) {
            throw forbidden(
                    request,
                    "could not determine node from user "
                            + Quoted.of(request.user().username()));
        }
        switch (request.resource().toString()) {
            case "pods" -> pod(node.get(), request);
            case "nodes" -> node(node.get(), request);
            case "persistentvolumeclaims" -> claim(node.get(), request);
            case "serviceaccounts" -> token(node.get(), request);
            case "leases.coordination.k8s.io" -> lease(node.get(), request);
            case "csinodes.storage.k8s.io" ->
                require(
                        request,
                        request.name().equals(node.get()),
                        "can only access CSINode with the same name as the requesting node");
            case "resourceslices.resource.k8s.io" -> resourceSlice(node.get(), request);
            case "podcertificaterequests.certificates.k8s.io" ->
                new PodCertificateChecks(view, node.get(), request).check();
            default -> {}
        }
    }

    private void pod(String node, AdmissionRequest request) {
        switch (request.subresource()) {
            case "" -> wholePod(node, request);
            case "status" -> podStatus(node, request);
            case "eviction" ->
                require(
                        request,
                        nodeOf(pod(request, request.name()).json()).equals(node),
                        "node " + node + " can only evict pods with spec.nodeName set to itself");
            default ->
                throw forbidden(
                        request,
                        "unexpected pod subresource " + Quoted.of(request.subresource())
                                + ", only 'status' and 'eviction' are allowed");
        }
    }

    private void wholePod(String node, AdmissionRequest request) {
        switch (request.operation()) {
            case CREATE -> new MirrorPodRules(view, node, request).check();
            case DELETE ->
                require(
                        request,
                        nodeOf(request.object()).equals(node),
                        "node " + Quoted.of(node) + " can only delete pods with spec.nodeName set to itself");
            case UPDATE ->
                throw forbidden(
                        request,
                        "unexpected operation \"UPDATE\", node " + Quoted.of(node)
                                + " can only create and delete mirror pods");
        }
    }

    private static void podStatus(String node, AdmissionRequest request) {
        ObjectNode old = request.old().orElseThrow(() -> forbidden(request, "unexpected operation \"CREATE\""));
        require(
                request,
                nodeOf(old).equals(node),
                "node " + Quoted.of(node) + " can only update pod status for pods with spec.nodeName set to itself");
        require(
                request,
                NodeLabelRules.changed(request.object(), old).isEmpty(),
                "node " + Quoted.of(node) + " cannot update labels through pod status");
        require(
                request,
                isSame(request.object().path("status"), old.path("status"), "resourceClaimStatuses"),
                "node " + Quoted.of(node) + " cannot update resource claim statues");
        require(
                request,
                isSame(request.object().path("status"), old.path("status"), "extendedResourceClaimStatus"),
                "node " + Quoted.of(node) + " cannot update extended resource claim status");
    }

    private static void node(String node, AdmissionRequest request) {
        require(
                request,
                request.name().equals(node),
                "node " + Quoted.of(node) + " is not allowed to modify node " + Quoted.of(request.name()));
        switch (request.operation()) {
            case CREATE -> {
                require(
                        request,
                        !Nodes.has(request.object().path("spec"), "configSource"),
                        "node " + Quoted.of(node) + " is not allowed to create pods with a non-nil configSource");
                Set<String> refused = NodeLabelRules.refused(request.object(), Json.object());
                require(
                        request,
                        refused.isEmpty(),
                        "node " + Quoted.of(node) + " is not allowed to set the following labels: "
                                + String.join(", ", refused));
            }
            case UPDATE -> nodeUpdate(node, request, request.old().orElseThrow());
            case DELETE -> {}
        }
    }

    private static void nodeUpdate(String node, AdmissionRequest request, ObjectNode old) {
        ObjectNode wanted = request.object();
        boolean newSource = Nodes.has(wanted.path("spec"), "configSource")
                && !isSame(wanted.path("spec"), old.path("spec"), "configSource");
        require(
                request,
                !newSource,
                "node " + Quoted.of(node) + " is not allowed to update configSource to a new non-nil configSource");
        require(
                request,
                isSame(wanted.path("spec"), old.path("spec"), "taints"),
                "node " + Quoted.of(node) + " is not allowed to modify taints");
        require(
                request,
                isSame(wanted.path("metadata"), old.path("metadata"), "ownerReferences"),
                "node " + Quoted.of(node) + " is not allowed to modify ownerReferences");
        Set<String> refused = NodeLabelRules.refused(wanted, old);
        require(request, refused.isEmpty(), "is not allowed to modify labels: " + String.join(", ", refused));
    }

    private static void claim(String node, AdmissionRequest request) {
        boolean statusUpdate = request.subresource().equals("status") && request.operation() == Operation.UPDATE;
        require(request, statusUpdate, "may only update PVC status");
        require(
                request,
                JsonEquality.same(fixed(request.object()), fixed(request.old().orElseThrow())),
                "node " + Quoted.of(node)
                        + " is not allowed to update fields other than status.quantity and status.conditions");
    }

    /** What of a claim a node may not change. */
    private static ObjectNode fixed(ObjectNode claim) {
        ObjectNode copy = claim.deepCopy();
        copy.withObject("/metadata").remove(List.of("resourceVersion", "managedFields"));
        copy.withObject("/status").remove(CLAIM_STATUS);
        return copy;
    }

    /** A token for one of the node's pods, bound to that pod, and for an audience that the pod asks for. */
    private void token(String node, AdmissionRequest request) {
        if (!request.subresource().equals("token") || request.operation() != Operation.CREATE) {
            return;
        }
        JsonNode bound = request.object().path("spec").path("boundObjectRef");
        boolean toPod = Nodes.text(bound, "apiVersion").equals("v1")
                && Nodes.text(bound, "kind").equals("Pod")
                && !Nodes.text(bound, "name").isEmpty();
        String uid = Nodes.text(bound, "uid");
        require(request, toPod, "node requested token not bound to a pod");
        require(request, !uid.isEmpty(), "node requested token with a pod binding without a uid");
        ApiObject pod = pod(request, Nodes.text(bound, "name"));
        require(
                request,
                uid.equals(pod.uid()),
                "the UID in the bound object reference (" + uid
                        + ") does not match the UID in record. The object might have been deleted and then recreated");
        require(
                request,
                pod.nodeName().equals(node),
                "node requested token bound to a pod scheduled on a different node");
        List<String> audiences = Nodes.texts(request.object().path("spec"), "audiences");
        require(request, audiences.size() <= 1, "node may only request 0 or 1 audiences");
        String audience = audiences.isEmpty() ? "" : audiences.getFirst();
        require(
                request,
                NodeTokens.asksFor(pod, audience),
                "audience " + Quoted.of(audience) + " not found in pod spec volume, "
                        + request.user().username() + " is not authorized to request tokens for this audience");
    }

    private static void lease(String node, AdmissionRequest request) {
        require(
                request,
                request.namespace().equals(NODE_LEASES),
                "can only access leases in the \"" + NODE_LEASES + "\" system namespace");
        require(
                request,
                request.name().equals(node),
                "can only access node lease with the same name as the requesting node");
    }

    private static void resourceSlice(String node, AdmissionRequest request) {
        boolean own = Nodes.text(request.object().path("spec"), "nodeName").equals(node);
        switch (request.operation()) {
            case CREATE ->
                require(request, own, "can only create ResourceSlice with the same NodeName as the requesting node");
            case DELETE ->
                require(request, own, "can only delete ResourceSlice with the same NodeName as the requesting node");
            case UPDATE -> {}
        }
    }

    private ApiObject pod(AdmissionRequest request, String name) {
        return view.get(new ObjectKey(PODS, request.namespace(), name))
                .orElseThrow(() -> StatusException.notFound(PODS, name));
    }

    private static String nodeOf(JsonNode pod) {
        return Nodes.text(pod.path("spec"), "nodeName");
    }

    private static boolean isSame(JsonNode wanted, JsonNode old, String field) {
        boolean none = wanted.path(field).isEmpty() && old.path(field).isEmpty();
        return none || JsonEquality.same(wanted.path(field), old.path(field));
    }

    static void require(AdmissionRequest request, boolean holds, String otherwise) {
        if (!holds) {
            throw forbidden(request, otherwise);
        }
    }

    static StatusException forbidden(AdmissionRequest request, String why) {
        return StatusException.forbidden(request.resource(), request.name(), why);
    }
}
