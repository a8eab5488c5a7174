package io.gantry.node;

import static io.gantry.node.NodeResources.CERTIFICATE_REQUESTS;
import static io.gantry.node.NodeResources.NODES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.util.Base64;
import java.util.List;

/**
 * Requests for certificates of pods (KEP-4317), as nodes make them: all but the key is taken from the pod itself, so that a node asks for
 * what its pods ask for, and for nothing else.
 */
public final class NodeCertificates {

    private static final GroupResource ACCOUNTS = new GroupResource("", "serviceaccounts");
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final ClusterView view;
    private final ObjectWriter writer;

    public NodeCertificates(ClusterView view, ObjectWriter writer) {
        this.view = view;
        this.writer = writer;
    }

    /**
     * Which source of a pod.
     *
     * @param volume name of a projected volume
     * @param index of the podCertificate in its sources
     */
    public record Source(PodIdentity pod, String volume, int index) {}

    /**
     * Creates a PodCertificateRequest. Refuses with a {@link StatusException}.
     *
     * @param stub PKCS#10 request in DER
     * @return the name of the request
     */
    public String request(String nodeName, Source asked, byte[] stub) {
        PodIdentity identity = asked.pod();
        ApiObject pod = identity.find(view);
        String shown = "pod \"" + identity.namespace() + "/" + identity.name() + "\"";
        if (!pod.nodeName().equals(nodeName)) {
            throw refused(shown + " is not running on node \"" + nodeName + "\" named in the PodCertificateRequest");
        }
        if (pod.metadata().path("annotations").has(MIRROR)) {
            throw refused(shown + " is a mirror pod");
        }
        ObjectNode request = Json.object();
        request.putObject("metadata")
                .put("namespace", pod.namespace())
                .put("generateName", "req-")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", pod.name())
                .put("uid", pod.uid());
        request.set("spec", spec(pod, nodeName, source(pod, asked, shown), stub));
        return writer.create(CERTIFICATE_REQUESTS, request).name();
    }

    private ObjectNode spec(ApiObject pod, String nodeName, JsonNode source, byte[] stub) {
        String account = Nodes.text(pod.spec(), "serviceAccountName");
        ObjectNode spec = Json.object()
                .put("signerName", Nodes.text(source, "signerName"))
                .put("podName", pod.name())
                .put("podUID", pod.uid())
                .put("serviceAccountName", account)
                .put("serviceAccountUID", uid(new ObjectKey(ACCOUNTS, pod.namespace(), account)))
                .put("nodeName", nodeName)
                .put("nodeUID", uid(ObjectKey.cluster(NODES, nodeName)))
                .put("stubPKCS10Request", Base64.getEncoder().encodeToString(stub));
        if (source.hasNonNull("maxExpirationSeconds")) {
            spec.set("maxExpirationSeconds", source.path("maxExpirationSeconds"));
        }
        if (!source.path("userAnnotations").isEmpty()) {
            spec.set("unverifiedUserAnnotations", source.path("userAnnotations").deepCopy());
        }
        return spec;
    }

    private String uid(ObjectKey key) {
        return view.get(key)
                .orElseThrow(() -> StatusException.notFound(key.resource(), key.name()))
                .uid();
    }

    private static JsonNode source(ApiObject pod, Source asked, String shown) {
        for (ObjectNode volume : Nodes.objects(pod.spec(), "volumes")) {
            List<ObjectNode> sources = Nodes.objects(volume.path("projected"), "sources");
            boolean named = Nodes.text(volume, "name").equals(asked.volume());
            if (named && asked.index() >= 0 && asked.index() < sources.size()) {
                JsonNode source = sources.get(asked.index()).path("podCertificate");
                if (source.isObject()) {
                    return source;
                }
            }
        }
        throw refused(
                shown + " has no podCertificate as source " + asked.index() + " of volume \"" + asked.volume() + "\"");
    }

    private static StatusException refused(String why) {
        return StatusException.forbidden(CERTIFICATE_REQUESTS, "", why);
    }
}
