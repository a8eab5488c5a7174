package io.gantry.node;

import static io.gantry.node.NodeResources.CLAIMS;
import static io.gantry.node.NodeResources.CONFIG_MAPS;
import static io.gantry.node.NodeResources.RUNTIME_CLASSES;
import static io.gantry.node.NodeResources.SECRETS;
import static io.gantry.node.NodeResources.TRUST_BUNDLES;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the objects that a pod's spec names, such as config maps and claims: what its node is told of and may read (node authorizer). */
public final class PodReferences {

    private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers", "ephemeralContainers");

    private final String namespace;
    private final Set<ObjectKey> found = new LinkedHashSet<>();

    private PodReferences(String namespace) {
        this.namespace = namespace;
    }

    /** Stands for all trust bundles: which of them a pod is shown depends on their signers and labels, which change. */
    static final ObjectKey ALL_TRUST_BUNDLES = ObjectKey.cluster(TRUST_BUNDLES, "*");

    /** All of them: config maps, secrets, claims, the runtime class, and whether it is shown trust bundles. */
    public static Set<ObjectKey> of(ApiObject pod) {
        Set<ObjectKey> references = of(pod.namespace(), pod.spec());
        for (JsonNode volume : pod.spec().path("volumes")) {
            String claim = volume.has("ephemeral")
                    ? pod.name() + "-" + volume.path("name").asText()
                    : volume.path("persistentVolumeClaim").path("claimName").asText("");
            if (!claim.isEmpty()) {
                references.add(new ObjectKey(CLAIMS, pod.namespace(), claim));
            }
        }
        if (projects(pod.spec(), "clusterTrustBundle")) {
            references.add(ALL_TRUST_BUNDLES);
        }
        String runtimeClass = pod.spec().path("runtimeClassName").asText("");
        if (!runtimeClass.isEmpty()) {
            references.add(ObjectKey.cluster(RUNTIME_CLASSES, runtimeClass));
        }
        return references;
    }

    /** Config maps and secrets. */
    public static Set<ObjectKey> of(String namespace, JsonNode spec) {
        PodReferences references = new PodReferences(namespace);
        spec.path("imagePullSecrets").forEach(secret -> references.add(SECRETS, secret.path("name")));
        spec.path("volumes").forEach(references::addVolume);
        for (String list : CONTAINER_LISTS) {
            spec.path(list).forEach(references::addContainer);
        }
        return references.found;
    }

    /** What a pod names that a node may not choose to read, by its plural name; empty for a pod that needs no other object. */
    public static Optional<String> first(String namespace, JsonNode spec) {
        Optional<String> named = of(namespace, spec).stream()
                .map(key -> key.resource().resource())
                .findFirst();
        if (named.isPresent()) {
            return named;
        }
        if (!spec.path("serviceAccountName").asText("").isEmpty() || projects(spec, "serviceAccountToken")) {
            return Optional.of("serviceaccounts");
        }
        if (projects(spec, "clusterTrustBundle")) {
            return Optional.of("clustertrustbundles");
        }
        if (projects(spec, "podCertificate")) {
            return Optional.of("podcertificates");
        }
        if (!spec.path("resourceClaims").isEmpty()) {
            return Optional.of("resourceclaims");
        }
        for (JsonNode volume : spec.path("volumes")) {
            if (volume.has("persistentVolumeClaim") || volume.has("ephemeral")) {
                return Optional.of("persistentvolumeclaims");
            }
        }
        return Optional.empty();
    }

    private static boolean projects(JsonNode spec, String kind) {
        for (JsonNode volume : spec.path("volumes")) {
            for (JsonNode source : volume.path("projected").path("sources")) {
                if (source.has(kind)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void addVolume(JsonNode volume) {
        add(CONFIG_MAPS, volume.path("configMap").path("name"));
        add(SECRETS, volume.path("secret").path("secretName"));
        add(SECRETS, volume.path("csi").path("nodePublishSecretRef").path("name"));
        for (JsonNode source : volume.path("projected").path("sources")) {
            add(CONFIG_MAPS, source.path("configMap").path("name"));
            add(SECRETS, source.path("secret").path("name"));
        }
    }

    private void addContainer(JsonNode container) {
        for (JsonNode source : container.path("envFrom")) {
            add(CONFIG_MAPS, source.path("configMapRef").path("name"));
            add(SECRETS, source.path("secretRef").path("name"));
        }
        for (JsonNode variable : container.path("env")) {
            JsonNode from = variable.path("valueFrom");
            add(CONFIG_MAPS, from.path("configMapKeyRef").path("name"));
            add(SECRETS, from.path("secretKeyRef").path("name"));
        }
    }

    private void add(GroupResource resource, JsonNode name) {
        if (!name.asText("").isEmpty()) {
            found.add(new ObjectKey(resource, namespace, name.asText()));
        }
    }
}
