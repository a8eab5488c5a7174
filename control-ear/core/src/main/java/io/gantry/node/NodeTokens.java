package io.gantry.node;

import static io.gantry.node.NodeResources.PODS;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.registry.TokenIssuer;
import io.gantry.status.StatusException;
import java.time.Instant;

/** Tokens that nodes get for the service accounts of their pods, for the audiences that the pods ask for, and for nothing else. */
public final class NodeTokens {

    private static final GroupResource ACCOUNTS = new GroupResource("", "serviceaccounts");

    private final ClusterView view;
    private final TokenIssuer issuer;

    /** A token and when it ends. */
    public record NodeToken(String token, Instant expires) {}

    public NodeTokens(ClusterView view, TokenIssuer issuer) {
        this.view = view;
        this.issuer = issuer;
    }

    /**
     * Issues a token that is bound to the pod. Refuses with a {@link StatusException}.
     *
     * @param audience empty for the API server
     */
    public NodeToken issue(String nodeName, PodIdentity identity, String audience, long expirationSeconds) {
        ApiObject pod = identity.find(view);
        if (!pod.nodeName().equals(nodeName)) {
            throw StatusException.forbidden(
                    PODS, identity.name(), "node requested token bound to a pod scheduled on a different node");
        }
        if (!asksFor(pod, audience)) {
            throw StatusException.forbidden(
                    PODS, identity.name(), "audience \"" + audience + "\" not found in pod spec volume");
        }
        String account = Nodes.text(pod.spec(), "serviceAccountName");
        ApiObject holder = view.get(new ObjectKey(ACCOUNTS, pod.namespace(), account))
                .orElseThrow(() -> StatusException.notFound(ACCOUNTS, account));
        ObjectNode status = Nodes.child(issuer.issue(holder, request(pod, audience, expirationSeconds)), "status");
        return new NodeToken(Nodes.text(status, "token"), Instant.parse(Nodes.text(status, "expirationTimestamp")));
    }

    /** Whether a pod has a volume with a token for this audience. */
    public static boolean asksFor(ApiObject pod, String audience) {
        return Nodes.objects(pod.spec(), "volumes").stream()
                .flatMap(volume -> Nodes.objects(volume.path("projected"), "sources").stream())
                .filter(source -> source.has("serviceAccountToken"))
                .anyMatch(source -> Nodes.text(source.path("serviceAccountToken"), "audience")
                        .equals(audience));
    }

    private static ObjectNode request(ApiObject pod, String audience, long expirationSeconds) {
        ObjectNode request = Json.object();
        ObjectNode spec = request.putObject("spec").put("expirationSeconds", expirationSeconds);
        if (!audience.isEmpty()) {
            spec.putArray("audiences").add(audience);
        }
        spec.putObject("boundObjectRef")
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", pod.name())
                .put("uid", pod.uid());
        return request;
    }
}
