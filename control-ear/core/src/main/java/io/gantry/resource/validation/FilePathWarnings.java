package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.List;

/** Files of one volume that are in each other's way: the same path twice, or one below the other. */
final class FilePathWarnings {

    /** A path in a volume, and what is put there if the volume has several sources. */
    private record File(String path, String source) {

        static File of(String path, String source) {
            return new File(path.replaceAll("/+$", ""), source);
        }

        boolean isInTheWayOf(File other) {
            return !path.isEmpty()
                    && !other.path.isEmpty()
                    && ((path + "/").startsWith(other.path + "/") || (other.path + "/").startsWith(path + "/"));
        }

        @Override
        public String toString() {
            return "\"" + path + "\"" + (source.isEmpty() ? "" : " (" + source + ")");
        }
    }

    private FilePathWarnings() {}

    static List<String> of(ObjectNode volume) {
        List<String> warnings = new ArrayList<>();
        String start = "volume \"" + Nodes.text(volume, "name") + "\" ";
        JsonNode map = volume.path("configMap");
        String mapName = "(ConfigMap \"" + Nodes.text(map, "name") + "\"): ";
        warnings.addAll(overlaps(start + mapName, items(map, "")));
        JsonNode secret = volume.path("secret");
        String secretName = "(Secret \"" + Nodes.text(secret, "secretName") + "\"): ";
        warnings.addAll(overlaps(start + secretName, items(secret, "")));
        warnings.addAll(overlaps(start + "(DownwardAPI): ", items(volume.path("downwardAPI"), "")));
        List<File> projected = new ArrayList<>();
        for (ObjectNode source : Nodes.objects(volume.path("projected"), "sources")) {
            if (source.isEmpty()) {
                warnings.add(start + "(Projected) has no sources provided");
            }
            projected.addAll(projected(source));
        }
        warnings.addAll(overlaps(start + "(Projected): ", projected));
        return warnings;
    }

    private static List<File> projected(ObjectNode source) {
        List<File> files = new ArrayList<>();
        for (String kind : List.of("configMap", "secret")) {
            JsonNode object = source.path(kind);
            String title = kind.equals("secret") ? "Secret" : "ConfigMap";
            files.addAll(items(object, title + " \"" + Nodes.text(object, "name") + "\""));
        }
        files.addAll(items(source.path("downwardAPI"), "DownwardAPI"));
        if (Nodes.has(source, "serviceAccountToken")) {
            files.add(File.of(Nodes.text(source.path("serviceAccountToken"), "path"), "ServiceAccountToken"));
        }
        JsonNode bundle = source.path("clusterTrustBundle");
        if (bundle.isObject()) {
            String name = Nodes.text(bundle, bundle.has("name") ? "name" : "signerName");
            files.add(File.of(Nodes.text(bundle, "path"), "ClusterTrustBundle \"" + name + "\""));
        }
        JsonNode certificate = source.path("podCertificate");
        files.add(File.of(Nodes.text(certificate, "certificateChainPath"), "PodCertificate chain"));
        files.add(File.of(Nodes.text(certificate, "keyPath"), "PodCertificate key"));
        files.add(File.of(Nodes.text(certificate, "credentialBundlePath"), "PodCertificate credential bundle"));
        return files;
    }

    private static List<File> items(JsonNode source, String name) {
        return Nodes.objects(source, "items").stream()
                .map(item -> File.of(Nodes.text(item, "path"), name))
                .toList();
    }

    private static List<String> overlaps(String start, List<File> files) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            for (File before : files.subList(0, i)) {
                if (files.get(i).isInTheWayOf(before)) {
                    warnings.add(start + "overlapping paths: " + files.get(i) + " with " + before);
                }
            }
        }
        return warnings;
    }
}
