package io.gantry.nodeauthorization;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;

/** A node asks for certificates of its own pods only. */
record PodCertificateChecks(ClusterView view, String node, AdmissionRequest request) {

    private static final String MIRROR = "kubernetes.io/config.mirror";

    void check() {
        JsonNode spec = request.object().path("spec");
        NodeRestriction.require(
                request, request.operation() == Operation.CREATE, "unexpected operation " + request.operation());
        NodeRestriction.require(
                request, request.subresource().isEmpty(), "unexpected subresource " + request.subresource());
        String named = Nodes.text(spec, "nodeName");
        NodeRestriction.require(
                request,
                named.equals(node),
                "PodCertificateRequest.Spec.NodeName=" + Quoted.of(named) + ", which is not the requesting node "
                        + Quoted.of(node));
        String podName = Nodes.text(spec, "podName");
        String pod = Quoted.of(request.namespace() + "/" + podName);
        ApiObject nodeObject = find("nodes", "", node, "node " + Quoted.of(node));
        retryUnless(
                nodeObject.uid().equals(Nodes.text(spec, "nodeUID")),
                "PodCertificateRequest for pod " + pod + " names node UID "
                        + Quoted.of(Nodes.text(spec, "nodeUID")) + ", inconsistent with the running node ("
                        + Quoted.of(nodeObject.uid()) + ")");
        pod(spec, pod, find("pods", request.namespace(), podName, "pod " + pod));
    }

    private void pod(JsonNode spec, String pod, ApiObject running) {
        retryUnless(
                running.uid().equals(Nodes.text(spec, "podUID")),
                "PodCertificateRequest for pod " + pod + " contains pod UID ("
                        + Quoted.of(Nodes.text(spec, "podUID")) + ") which differs from running pod "
                        + Quoted.of(running.uid()));
        NodeRestriction.require(
                request,
                running.nodeName().equals(node),
                "pod " + pod + " is not running on node " + Quoted.of(node) + " named in the PodCertificateRequest");
        NodeRestriction.require(
                request,
                Nodes.text(running.json().path("metadata").path("annotations"), MIRROR)
                        .isEmpty(),
                "pod " + pod + " is a mirror pod");
        String account = Nodes.text(spec, "serviceAccountName");
        String own = Nodes.text(running.spec(), "serviceAccountName");
        NodeRestriction.require(
                request,
                own.equals(account),
                "PodCertificateRequest for pod " + pod + " contains serviceAccountName (" + Quoted.of(account)
                        + ") that differs from running pod (" + Quoted.of(own) + ")");
        String shown = Quoted.of(request.namespace() + "/" + account);
        ApiObject present = find("serviceaccounts", request.namespace(), account, "service account " + shown);
        retryUnless(
                present.uid().equals(Nodes.text(spec, "serviceAccountUID")),
                "PodCertificateRequest for pod " + pod + " names service account UID "
                        + Quoted.of(Nodes.text(spec, "serviceAccountUID"))
                        + ", which differs from the running service account (" + Quoted.of(present.uid()) + ")");
    }

    private ApiObject find(String resource, String namespace, String name, String shown) {
        GroupResource found = new GroupResource("", resource);
        return view.get(new ObjectKey(found, namespace, name))
                .orElseThrow(() -> retry("while retrieving " + shown + " named in the PodCertificateRequest: " + found
                        + " " + Quoted.of(name) + " not found"));
    }

    private static void retryUnless(boolean holds, String otherwise) {
        if (!holds) {
            throw retry(otherwise);
        }
    }

    /** Not Forbidden: the view may be behind, so that another try may succeed. */
    private static StatusException retry(String why) {
        return StatusException.of(500, "InternalError", "Internal error occurred: " + why);
    }
}
