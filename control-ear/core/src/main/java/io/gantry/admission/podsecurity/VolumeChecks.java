package io.gantry.admission.podsecurity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Volumes that reach what is not the pod's own. */
final class VolumeChecks {

    private static final Set<String> ALLOWED = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private VolumeChecks() {}

    static Optional<Violation> hostPath(CheckedPod pod, PolicyVersion version) {
        List<String> volumes = Nodes.objects(pod.spec(), "volumes").stream()
                .filter(volume -> Nodes.has(volume, "hostPath"))
                .map(volume -> Nodes.text(volume, "name"))
                .toList();
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("hostPath volumes", CheckedPod.named("volume", volumes)));
    }

    static Optional<Violation> restricted(CheckedPod pod, PolicyVersion version) {
        List<ObjectNode> bad = Nodes.objects(pod.spec(), "volumes").stream()
                .filter(volume -> ALLOWED.stream().noneMatch(source -> Nodes.has(volume, source)))
                .toList();
        if (bad.isEmpty()) {
            return Optional.empty();
        }
        List<String> names =
                bad.stream().map(volume -> Nodes.text(volume, "name")).toList();
        Set<String> types = new TreeSet<>();
        bad.forEach(volume -> types.add(type(volume)));
        return Optional.of(new Violation(
                "restricted volume types",
                CheckedPod.named("volume", names)
                        + (names.size() == 1 ? " uses " : " use ")
                        + CheckedPod.named("restricted volume type", types)));
    }

    private static String type(ObjectNode volume) {
        return volume.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !field.equals("name") && Nodes.has(volume, field))
                .findFirst()
                .orElse("unknown");
    }
}
