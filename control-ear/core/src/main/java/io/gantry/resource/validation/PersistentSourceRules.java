package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Where the data of a persistent volume lies. */
final class PersistentSourceRules {

    /** In the order in which upstream looks for them; of several, the first counts. */
    static final List<String> NAMES = List.of(
            "hostPath",
            "gcePersistentDisk",
            "awsElasticBlockStore",
            "glusterfs",
            "flocker",
            "nfs",
            "rbd",
            "quobyte",
            "cephfs",
            "iscsi",
            "cinder",
            "fc",
            "flexVolume",
            "azureFile",
            "vsphereVolume",
            "photonPersistentDisk",
            "portworxVolume",
            "azureDisk",
            "scaleIO",
            "local",
            "storageos",
            "csi");

    /** What those need that need nothing more. */
    private static final Map<String, List<String>> REQUIRED = Map.ofEntries(
            Map.entry("glusterfs", List.of("endpoints", "path")),
            Map.entry("rbd", List.of("monitors", "image")),
            Map.entry("cephfs", List.of("monitors")),
            Map.entry("cinder", List.of("volumeID")),
            Map.entry("azureFile", List.of("secretName", "shareName")),
            Map.entry("vsphereVolume", List.of("volumePath")),
            Map.entry("photonPersistentDisk", List.of("pdID")),
            Map.entry("portworxVolume", List.of("volumeID")),
            Map.entry("scaleIO", List.of("gateway", "system", "volumeName")));

    private static final Pattern ISCSI_NAME = Pattern.compile(
            "iqn\\.\\d{4}-\\d{2}\\.[A-Za-z0-9-.]+:[^,;*&$|\\s]+|eui.[A-Za-z0-9]{16}|naa.[A-Za-z0-9]{32}");
    private static final int ISCSI_LENGTH = 64;
    private static final String ISCSI_TOO_LONG =
            "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";
    private static final int DRIVER_LENGTH = 63;

    private PersistentSourceRules() {}

    static void check(Field source, String volumeName) {
        REQUIRED.getOrDefault(source.name(), List.of())
                .forEach(field -> source.at(field).requireFilled());
        switch (source.name()) {
            case "hostPath" -> VolumeRules.hostPath(source);
            case "local" -> {
                source.at("path").requireFilled();
                FormatRules.noStepsUp(source.at("path"));
            }
            case "nfs" -> VolumeRules.nfs(source);
            case "csi" -> csi(source);
            // reported under a name that it does not have
            case "gcePersistentDisk" ->
                disk(source.reportedAs(source.path().replace("gcePersistentDisk", "persistentDisk")), "pdName");
            case "awsElasticBlockStore" -> disk(source, "volumeID");
            case "glusterfs" -> endpointsNamespace(source.at("endpointsNamespace"));
            case "flocker" -> flocker(source);
            case "quobyte" -> quobyte(source);
            case "iscsi" -> iscsi(source, volumeName);
            case "cinder" -> secret(source.at("secretRef"));
            case "fc" -> fibreChannel(source);
            case "flexVolume" -> flex(source);
            case "azureFile" -> {
                if (source.at("secretNamespace").isSet()) {
                    source.at("secretNamespace").requireFilled();
                }
            }
            case "azureDisk" -> azureDisk(source);
            case "storageos" -> storageOs(source);
            default -> {
                // what it needs is in the table above
            }
        }
    }

    /** The sources that pods name themselves differ in where secrets lie: next to the pod. */
    static void ofPod(Field source, Field volumeName) {
        switch (source.name()) {
            case "iscsi" -> iscsiOfPod(source, volumeName);
            case "glusterfs" ->
                REQUIRED.get("glusterfs").forEach(field -> source.at(field).requireFilled());
            case "cinder" -> {
                source.at("volumeID").requireFilled();
                localSecret(source.at("secretRef"));
            }
            case "azureFile" ->
                REQUIRED.get("azureFile").forEach(field -> source.at(field).requireFilled());
            case "storageos" -> {
                storageOsVolume(source);
                localSecret(source.at("secretRef"));
            }
            default -> check(source, volumeName.text());
        }
    }

    private static void localSecret(Field secret) {
        if (secret.isSet()) {
            secret.at("name").requireFilled();
        }
    }

    private static void iscsiOfPod(Field source, Field volumeName) {
        Field portal = source.at("targetPortal");
        portal.requireFilled();
        if (source.at("iqn").requireFilled()) {
            prefixedIscsiName(source.at("iqn"));
        }
        inByte(source.at("lun"));
        Field initiator = source.at("initiatorName");
        if (authenticates(source) && !source.at("secretRef").isSet()) {
            source.at("secretRef").required("");
        }
        if (!initiator.isSet()) {
            return;
        }
        prefixedIscsiName(initiator.reportedAs(source.path() + ".initiatorname"));
        if ((volumeName.text() + ":" + portal.text()).length() > ISCSI_LENGTH) {
            volumeName.invalid(ISCSI_TOO_LONG);
        }
    }

    private static void prefixedIscsiName(Field name) {
        if (List.of("iqn", "eui", "naa").stream().noneMatch(name.text()::startsWith)) {
            name.invalid("must be valid format starting with iqn, eui, or naa");
        } else {
            iscsiName(name);
        }
    }

    private static boolean authenticates(Field source) {
        return source.at("chapAuthDiscovery").isTrue()
                || source.at("chapAuthSession").isTrue();
    }

    private static void disk(Field source, String id) {
        source.at(id).requireFilled();
        Field partition = source.at("partition");
        if (partition.number() < 0 || partition.number() > 255) {
            partition.invalid("must be between 1 and 255, inclusive");
        }
    }

    private static void endpointsNamespace(Field namespace) {
        if (!namespace.isSet()) {
            return;
        }
        if (namespace.isEmpty()) {
            namespace.invalid("if the endpointnamespace is set, it must be a valid namespace name");
        } else {
            FormatRules.dnsLabel(namespace);
        }
    }

    private static void flocker(Field source) {
        boolean named = !source.at("datasetName").isEmpty();
        boolean identified = !source.at("datasetUUID").isEmpty();
        if (!named && !identified) {
            source.required("one of datasetName and datasetUUID is required");
        }
        if (named && identified) {
            source.invalid("resource", "datasetName and datasetUUID can not be specified simultaneously");
        }
        if (source.at("datasetName").text().contains("/")) {
            source.at("datasetName").invalid("must not contain '/'");
        }
    }

    private static void quobyte(Field source) {
        String pairs = "must be a host:port pair or multiple pairs separated by commas";
        Field registry = source.at("registry");
        if (registry.isEmpty()) {
            registry.required(pairs);
        } else if (source.at("tenant").text().length() > 64) {
            source.at("tenant").required("must be a UUID and may not exceed a length of 64 characters");
        } else {
            for (String pair : registry.text().split(",", -1)) {
                if (!pair.matches("(\\[[^\\[\\]]*]|[^\\[\\]:]*):[^\\[\\]:]*")) {
                    registry.invalid(pairs);
                }
            }
        }
        source.at("volume").requireFilled();
    }

    private static void iscsi(Field source, String volumeName) {
        Field portal = source.at("targetPortal");
        portal.requireFilled();
        Field initiator = source.at("initiatorName");
        if (initiator.isSet() && (volumeName + ":" + portal.text()).length() > ISCSI_LENGTH) {
            portal.reportedAs(source.path() + ".targetportal").invalid(ISCSI_TOO_LONG);
        }
        if (source.at("iqn").requireFilled()) {
            iscsiName(source.at("iqn"));
        }
        inByte(source.at("lun"));
        Field secret = source.at("secretRef");
        if (authenticates(source) && !secret.isSet()) {
            secret.required("");
        }
        if (secret.isSet()) {
            secret.at("name").requireFilled();
        }
        if (initiator.isSet()) {
            iscsiName(initiator.reportedAs(source.path() + ".initiatorname"));
        }
    }

    private static void iscsiName(Field name) {
        if (!ISCSI_NAME.matcher(name.text()).matches()) {
            name.invalid("must be valid format");
        }
    }

    private static void inByte(Field number) {
        number.invalid(FormatRules.inRange(number.number(), 0, 255));
    }

    private static void secret(Field secret) {
        if (secret.isSet()) {
            secret.at("name").requireFilled();
            secret.at("namespace").requireFilled();
        }
    }

    private static void fibreChannel(Field source) {
        Field targets = source.at("targetWWNs");
        if (targets.isEmpty() && source.at("wwids").isEmpty()) {
            targets.required("must specify either targetWWNs or wwids, but not both");
        }
        if (!targets.isEmpty() && !source.at("wwids").isEmpty()) {
            targets.invalid("targetWWNs and wwids can not be specified simultaneously");
        }
        if (!targets.isEmpty()) {
            if (source.at("lun").isSet()) {
                inByte(source.at("lun"));
            } else {
                source.at("lun").required("lun is required if targetWWNs is specified");
            }
        }
    }

    private static void flex(Field source) {
        source.at("driver").requireFilled();
        for (Field option : source.at("options").entries()) {
            String key = option.mapKey();
            String namespace = "." + key.split("/", 2)[0].toLowerCase(Locale.ROOT);
            if (namespace.endsWith(".kubernetes.io") || namespace.endsWith(".k8s.io")) {
                option.invalid(key, "kubernetes.io and k8s.io namespaces are reserved");
            }
        }
    }

    private static void azureDisk(Field source) {
        source.at("diskName").requireFilled();
        Field uri = source.at("diskURI");
        uri.requireFilled();
        source.at("cachingMode").supportOnly(List.of("None", "ReadOnly", "ReadWrite"));
        Field kind = source.at("kind");
        kind.supportOnly(List.of("Dedicated", "Managed", "Shared"));
        boolean managed = kind.is("Managed");
        if (managed && !uri.text().startsWith("/subscriptions/")) {
            uri.notSupported(List.of(
                    "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"));
        }
        if (kind.isSet() && !managed && !uri.text().startsWith("https://")) {
            uri.notSupported(List.of("https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"));
        }
    }

    private static void storageOs(Field source) {
        storageOsVolume(source);
        secret(source.at("secretRef"));
    }

    private static void storageOsVolume(Field source) {
        if (source.at("volumeName").requireFilled()) {
            FormatRules.dnsLabel(source.at("volumeName"));
        }
        if (!source.at("volumeNamespace").isEmpty()) {
            FormatRules.dnsLabel(source.at("volumeNamespace"));
        }
    }

    private static void csi(Field source) {
        driverName(source.at("driver"));
        source.at("volumeHandle").requireFilled();
        for (String reference : List.of(
                "controllerPublishSecretRef",
                "controllerExpandSecretRef",
                "nodePublishSecretRef",
                "nodeExpandSecretRef")) {
            secretReference(source.at(reference));
        }
    }

    private static void secretReference(Field secret) {
        if (!secret.isSet()) {
            return;
        }
        if (secret.at("name").requireFilled()) {
            FormatRules.dnsSubdomain(secret.at("name"));
        }
        if (secret.at("namespace").requireFilled()) {
            FormatRules.dnsLabel(secret.at("namespace"));
        }
    }

    /** Like a DNS subdomain, but large letters are let pass. */
    static void driverName(Field name) {
        if (!name.requireFilled()) {
            return;
        }
        if (name.text().length() > DRIVER_LENGTH) {
            name.tooLong(DRIVER_LENGTH);
        }
        name.invalid(NameRules.dnsSubdomain(name.text().toLowerCase(Locale.ROOT)));
    }
}
