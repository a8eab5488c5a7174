package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.LabelSelector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The trust anchors of ClusterTrustBundles as pods are shown them: each once, and always in the same order. */
public record TrustBundles(ClusterState cluster) {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*)-----END CERTIFICATE-----");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /**
     * What a source of a projected volume asks for.
     *
     * @throws VolumeException when there is no such bundle and the source is not optional, in upstream's words
     */
    byte[] of(JsonNode source) throws VolumeException {
        if (!cluster.synced()) {
            throw new VolumeException("ClusterTrustBundle informer has not yet synced");
        }
        boolean optional = source.path("optional").asBoolean();
        if (source.hasNonNull("name")) {
            return named(source.path("name").asText(), optional);
        }
        if (source.hasNonNull("signerName")) {
            return signed(
                    source.path("signerName").asText(), new LabelSelector(source.path("labelSelector")), optional);
        }
        throw new VolumeException("ClusterTrustBundle projection requires either name or signerName to be set");
    }

    private byte[] named(String name, boolean optional) throws VolumeException {
        Optional<? extends JsonNode> bundle = cluster.get(new ObjectRef(ObjectRef.TRUST_BUNDLES, "", name));
        if (bundle.isEmpty() && !optional) {
            throw new VolumeException("while getting ClusterTrustBundle: clustertrustbundle.certificates.k8s.io \""
                    + name + "\" not found");
        }
        return anchors(bundle.stream().toList());
    }

    private byte[] signed(String signer, LabelSelector selector, boolean optional) throws VolumeException {
        List<? extends JsonNode> bundles = cluster.list(ObjectRef.TRUST_BUNDLES).stream()
                .filter(bundle ->
                        bundle.path("spec").path("signerName").asText().equals(signer))
                .filter(bundle ->
                        selector.selects(Json.stringMap(bundle.path("metadata").path("labels"))))
                .toList();
        if (bundles.isEmpty() && !optional) {
            throw new VolumeException("combination of signerName and labelSelector matched zero ClusterTrustBundles");
        }
        return anchors(bundles);
    }

    /** Without what stands around the certificates: comments, headers, and how the lines are broken. */
    private static byte[] anchors(List<? extends JsonNode> bundles) {
        TreeSet<String> anchors = new TreeSet<>();
        for (JsonNode bundle : bundles) {
            Matcher matcher =
                    CERTIFICATE.matcher(bundle.path("spec").path("trustBundle").asText());
            while (matcher.find()) {
                byte[] certificate = Base64.getMimeDecoder().decode(matcher.group(1));
                anchors.add("-----BEGIN CERTIFICATE-----\n" + LINES.encodeToString(certificate)
                        + "\n-----END CERTIFICATE-----\n");
            }
        }
        return String.join("", anchors).getBytes(StandardCharsets.UTF_8);
    }
}
