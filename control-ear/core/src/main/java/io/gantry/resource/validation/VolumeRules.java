package io.gantry.resource.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Volumes of a pod. */
final class VolumeRules {

    /** In the order in which upstream looks for them; of several, the first counts. */
    private static final List<String> SOURCES = List.of(
            "emptyDir",
            "hostPath",
            "gitRepo",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "secret",
            "nfs",
            "iscsi",
            "glusterfs",
            "flocker",
            "persistentVolumeClaim",
            "rbd",
            "cinder",
            "cephfs",
            "quobyte",
            "downwardAPI",
            "fc",
            "flexVolume",
            "configMap",
            "azureFile",
            "vsphereVolume",
            "photonPersistentDisk",
            "portworxVolume",
            "azureDisk",
            "storageos",
            "projected",
            "scaleIO",
            "csi",
            "ephemeral",
            "image");

    private static final List<String> HOST_PATH_TYPES = List.of(
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
    private static final int MAX_MODE = 511;
    private static final String MODE = "must be a number between 0 and 0777 (octal), both inclusive";

    private VolumeRules() {}

    /**
     * Checks all volumes; answers the usable ones by name.
     *
     * @param pod of a pod itself; templates may leave images open
     */
    static Map<String, Field> check(Field volumes, boolean pod) {
        Map<String, Field> valid = new HashMap<>();
        for (Field volume : volumes.items()) {
            int before = volume.errors().list().size();
            source(volume);
            if (pod && volume.at("image").isSet()) {
                volume.at("image").at("reference").requireFilled();
            }
            Field name = volume.at("name");
            if (name.requireFilled()) {
                FormatRules.dnsLabel(name);
            }
            if (valid.containsKey(name.text())) {
                name.duplicate();
            }
            if (volume.errors().list().size() == before) {
                valid.put(name.text(), volume);
            }
        }
        return valid;
    }

    /** Some names are not upstream's own when there are too many of them. */
    static String misspelt(String path) {
        return path.replaceFirst("\\.cephfs$", ".cephFS").replaceFirst("\\.downwardAPI$", ".downwarAPI");
    }

    private static void source(Field volume) {
        List<Field> sources =
                SOURCES.stream().map(volume::at).filter(Field::isSet).toList();
        if (sources.isEmpty()) {
            volume.required("must specify a volume type");
            return;
        }
        sources.stream()
                .skip(1)
                .forEach(extra ->
                        extra.reportedAs(misspelt(extra.path())).forbidden("may not specify more than 1 volume type"));
        Field source = sources.getFirst();
        switch (source.path().substring(volume.path().length() + 1)) {
            case "emptyDir" -> sizeLimit(source);
            case "hostPath" -> hostPath(source);
            case "secret" -> files(source, "secretName");
            case "configMap" -> files(source, "name");
            case "nfs" -> nfs(source);
            case "persistentVolumeClaim" -> source.at("claimName").requireFilled();
            case "downwardAPI" -> {
                mode(source.at("defaultMode"));
                source.items("items").forEach(file -> downwardFile(file.reportedAs(source.path())));
            }
            case "projected" -> projected(source);
            case "csi" -> csi(source);
            case "ephemeral" -> ephemeral(source.at("volumeClaimTemplate"));
            case "image" -> source.at("pullPolicy").requireOneOf(List.of("Always", "IfNotPresent", "Never"));
            case "gitRepo" -> {
                source.at("repository").requireFilled();
                FormatRules.descendingPath(source.at("directory"));
            }
            // nodes refuse the kinds of volume that they do not know
            default -> PersistentSourceRules.ofPod(source, volume.at("name"));
        }
    }

    private static void csi(Field source) {
        PersistentSourceRules.driverName(source.at("driver"));
        Field secret = source.at("nodePublishSecretRef");
        if (secret.isSet() && secret.at("name").requireFilled()) {
            // reported one level too high
            FormatRules.dnsSubdomain(secret.at("name").reportedAs(source.path() + ".name"));
        }
    }

    private static void ephemeral(Field template) {
        if (!template.isSet()) {
            template.required("");
            return;
        }
        Field metadata = template.at("metadata");
        AnnotationRules.check(metadata.at("annotations"));
        LabelRules.labels(metadata.at("labels"));
        metadata.keys().stream()
                .filter(key -> !key.equals("annotations") && !key.equals("labels"))
                .map(metadata::at)
                .filter(field -> !field.isEmpty())
                .forEach(field -> field.forbidden("cannot be set"));
        ClaimRules.spec(template.at("spec"));
    }

    private static void sizeLimit(Field emptyDir) {
        Field limit = emptyDir.at("sizeLimit");
        Amounts.parse(limit.value())
                .filter(amount -> amount.value().signum() < 0)
                .ifPresent(amount -> limit.forbidden("SizeLimit field must be a valid resource quantity"));
    }

    static void hostPath(Field source) {
        if (source.at("path").requireFilled()) {
            FormatRules.noStepsUp(source.at("path"));
            source.at("type").supportOnly(HOST_PATH_TYPES);
        }
    }

    static void nfs(Field source) {
        source.at("server").requireFilled();
        source.at("path").requireFilled();
        if (!source.at("path").text().startsWith("/")) {
            source.at("path").invalid("must be an absolute path");
        }
    }

    private static void files(Field source, String name) {
        source.at(name).requireFilled();
        mode(source.at("defaultMode"));
        source.items("items").forEach(VolumeRules::keyToPath);
    }

    private static void keyToPath(Field item) {
        item.at("key").requireFilled();
        item.at("path").requireFilled();
        FormatRules.volumePath(item.at("path"));
        mode(item.at("mode"));
    }

    private static void downwardFile(Field file) {
        file.at("path").requireFilled();
        FormatRules.volumePath(file.at("path"));
        if (file.at("fieldRef").isSet()) {
            EnvironmentRules.fieldReference(file.at("fieldRef"), EnvironmentRules.VOLUME_FIELDS);
            if (file.at("resourceFieldRef").isSet()) {
                file.invalid("resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (file.at("resourceFieldRef").isSet()) {
            if (file.at("resourceFieldRef").at("containerName").requireFilled()) {
                EnvironmentRules.resourceReference(file.at("resourceFieldRef"));
            }
        } else {
            file.required("one of fieldRef and resourceFieldRef is required");
        }
        mode(file.at("mode"));
    }

    private static void projected(Field projected) {
        mode(projected.at("defaultMode"));
        Set<String> paths = new HashSet<>();
        for (Field source : projected.items("sources")) {
            List<Field> parts = new ArrayList<>();
            for (String name : List.of(
                    "secret",
                    "configMap",
                    "downwardAPI",
                    "serviceAccountToken",
                    "clusterTrustBundle",
                    "podCertificate")) {
                if (source.at(name).isSet()) {
                    parts.add(source.at(name));
                    projection(projected, source.at(name), name, paths);
                }
            }
            if (parts.size() > 1) {
                source.forbidden("may not specify more than 1 volume type per source");
            }
        }
    }

    private static void projection(Field projected, Field part, String kind, Set<String> paths) {
        switch (kind) {
            case "secret", "configMap" -> {
                part.at("name").requireFilled();
                for (Field item : part.items("items")) {
                    keyToPath(item);
                    unique(projected, item.at("path"), part.at("name").text(), paths);
                }
            }
            case "downwardAPI" -> {
                for (Field file : part.items("items")) {
                    downwardFile(file.reportedAs(part.path()));
                    unique(projected, file.at("path"), file.at("path").text(), paths);
                }
            }
            case "serviceAccountToken" -> token(projected, part, paths);
            case "podCertificate" ->
                PodCertificateSourceRules.check(part, path -> unique(projected, path, path.text(), paths));
            default -> part.at("path").requireFilled();
        }
    }

    private static void token(Field projected, Field token, Set<String> paths) {
        Field seconds = token.at("expirationSeconds");
        if (seconds.number() < 600) {
            seconds.invalid("may not specify a duration less than 10 minutes");
        }
        if (seconds.number() > 1L << 32) {
            seconds.invalid("may not specify a duration larger than 2^32 seconds");
        }
        if (token.at("path").requireFilled()) {
            FormatRules.volumePath(token.at("path"));
            unique(projected, token.at("path"), token.at("path").text(), paths);
        }
    }

    private static void unique(Field projected, Field path, String shown, Set<String> paths) {
        if (!path.isEmpty() && !paths.add(path.text())) {
            projected.invalid(shown, "conflicting duplicate paths");
        }
    }

    private static void mode(Field mode) {
        if (mode.isSet() && (mode.number() < 0 || mode.number() > MAX_MODE)) {
            mode.invalid(MODE);
        }
    }
}
