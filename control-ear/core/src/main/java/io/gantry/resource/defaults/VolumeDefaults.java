package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Amounts;
import java.util.List;
import java.util.function.Consumer;

/** Defaults of a pod's volumes. */
final class VolumeDefaults {

    /** 0644 */
    private static final int FILE_MODE = 420;

    private static final int TOKEN_SECONDS = 3600;
    private static final List<String> WITH_MODE = List.of("configMap", "secret", "downwardAPI", "projected");

    private VolumeDefaults() {}

    static void apply(ObjectNode volume) {
        boolean hasSource = volume.properties().stream()
                .anyMatch(field ->
                        !field.getKey().equals("name") && !field.getValue().isNull());
        if (!hasSource) {
            volume.putObject("emptyDir");
        }
        WITH_MODE.forEach(
                source -> withSource(volume, source, node -> Defaults.number(node, "defaultMode", FILE_MODE)));
        ClaimDefaults.source(volume);
        withSource(volume, "hostPath", node -> {
            if (!Nodes.has(node, "type")) {
                node.put("type", "");
            }
        });
        withSource(volume, "emptyDir", VolumeDefaults::sizeLimit);
        withSource(volume, "downwardAPI", VolumeDefaults::fieldVersions);
        withSource(
                volume,
                "image",
                node -> Defaults.text(node, "pullPolicy", ImageTag.pullPolicy(Nodes.text(node, "reference"))));
        Nodes.objects(volume.path("projected"), "sources").forEach(VolumeDefaults::projection);
        if (volume.at("/ephemeral/volumeClaimTemplate/spec") instanceof ObjectNode claim) {
            Defaults.text(claim, "volumeMode", "Filesystem");
            ResourceAmounts.canonicalise(claim.path("resources"));
        }
    }

    private static void projection(ObjectNode source) {
        withSource(source, "downwardAPI", VolumeDefaults::fieldVersions);
        withSource(source, "serviceAccountToken", node -> Defaults.number(node, "expirationSeconds", TOKEN_SECONDS));
    }

    private static void sizeLimit(ObjectNode emptyDir) {
        Amounts.parse(emptyDir.path("sizeLimit")).ifPresent(limit -> emptyDir.put("sizeLimit", limit.toString()));
    }

    private static void fieldVersions(ObjectNode downwardApi) {
        Nodes.objects(downwardApi, "items").forEach(item -> fieldVersion(item.path("fieldRef")));
    }

    /** The version that a field reference speaks of. */
    static void fieldVersion(JsonNode fieldRef) {
        if (fieldRef instanceof ObjectNode reference) {
            Defaults.text(reference, "apiVersion", "v1");
        }
    }

    private static void withSource(ObjectNode volume, String source, Consumer<ObjectNode> change) {
        if (volume.get(source) instanceof ObjectNode node) {
            change.accept(node);
        }
    }
}
