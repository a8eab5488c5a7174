package io.gantry.nodeauthorization;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.node.PodReferences;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a node needs for its pods. Looks at the pods of that node only. */
final class NodeReach {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource SECRETS = new GroupResource("", "secrets");
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    private static final GroupResource ACCOUNTS = new GroupResource("", "serviceaccounts");
    private static final GroupResource ATTACHMENTS = new GroupResource("storage.k8s.io", "volumeattachments");
    private static final GroupResource RESOURCE_CLAIMS = new GroupResource("resource.k8s.io", "resourceclaims");
    private static final GroupResource RESOURCE_SLICES = new GroupResource("resource.k8s.io", "resourceslices");

    private static final GroupResource CERTIFICATES =
            new GroupResource("certificates.k8s.io", "podcertificaterequests");

    private static final List<String> VOLUME_SECRETS =
            List.of("nodePublishSecretRef", "nodeStageSecretRef", "nodeExpandSecretRef", "controllerPublishSecretRef");

    private final ClusterView view;
    private final String node;

    NodeReach(ClusterView view, String node) {
        this.view = view;
        this.node = node;
    }

    /** Whether some pod of the node needs the object, or the object is the node's own. */
    boolean contains(ObjectKey key) {
        GroupResource resource = key.resource();
        if (resource.equals(PODS)) {
            return view.get(key).filter(pod -> pod.nodeName().equals(node)).isPresent();
        }
        if (resource.equals(ATTACHMENTS) || resource.equals(RESOURCE_SLICES) || resource.equals(CERTIFICATES)) {
            return view.get(key)
                    .filter(object -> Nodes.text(object.spec(), "nodeName").equals(node))
                    .isPresent();
        }
        if (resource.equals(VOLUMES)) {
            return claims().anyMatch(
                            claim -> volumeOf(claim).filter(key.name()::equals).isPresent());
        }
        return view.podsOnNode(node).stream().anyMatch(pod -> uses(pod, key))
                || (resource.equals(SECRETS) && volumes().anyMatch(volume -> usesSecret(volume, key)));
    }

    private static boolean uses(ApiObject pod, ObjectKey key) {
        if (!pod.namespace().equals(key.namespace())) {
            return false;
        }
        if (key.resource().equals(ACCOUNTS)) {
            return Nodes.text(pod.spec(), "serviceAccountName").equals(key.name());
        }
        if (key.resource().equals(CLAIMS)) {
            return claimNames(pod).anyMatch(key.name()::equals);
        }
        if (key.resource().equals(RESOURCE_CLAIMS)) {
            return resourceClaimNames(pod).anyMatch(key.name()::equals);
        }
        return PodReferences.of(pod).contains(key);
    }

    private static Stream<String> claimNames(ApiObject pod) {
        return Nodes.objects(pod.spec(), "volumes").stream()
                .map(volume -> Nodes.has(volume, "ephemeral")
                        ? pod.name() + "-" + Nodes.text(volume, "name")
                        : Nodes.text(volume.path("persistentVolumeClaim"), "claimName"));
    }

    private static Stream<String> resourceClaimNames(ApiObject pod) {
        return Stream.concat(
                        Nodes.objects(pod.spec(), "resourceClaims").stream(),
                        Nodes.objects(pod.status(), "resourceClaimStatuses").stream())
                .map(claim -> Nodes.text(claim, "resourceClaimName"));
    }

    private Stream<ApiObject> claims() {
        return view.podsOnNode(node).stream()
                .flatMap(pod -> claimNames(pod)
                        .filter(name -> !name.isEmpty())
                        .map(name -> view.get(new ObjectKey(CLAIMS, pod.namespace(), name)))
                        .flatMap(Optional::stream));
    }

    private static Optional<String> volumeOf(ApiObject claim) {
        return Optional.of(Nodes.text(claim.spec(), "volumeName")).filter(name -> !name.isEmpty());
    }

    private Stream<ApiObject> volumes() {
        return claims().map(NodeReach::volumeOf)
                .flatMap(Optional::stream)
                .map(name -> view.get(ObjectKey.cluster(VOLUMES, name)))
                .flatMap(Optional::stream);
    }

    private static boolean usesSecret(ApiObject volume, ObjectKey secret) {
        JsonNode csi = volume.spec().path("csi");
        return VOLUME_SECRETS.stream()
                .map(csi::path)
                .anyMatch(reference -> Nodes.text(reference, "name").equals(secret.name())
                        && Nodes.text(reference, "namespace").equals(secret.namespace()));
    }
}
