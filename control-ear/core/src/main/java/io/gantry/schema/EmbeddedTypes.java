package io.gantry.schema;

import java.util.Map;
import java.util.Set;

/**
 * The types that upstream builds from other types. JSON shows nothing of it, but upstream's decoder names the inner type in the paths of
 * its messages: {@code Volume.spec.volumes.VolumeSource.emptyDir}.
 */
final class EmbeddedTypes {

    /**
     * What a type is built from.
     *
     * @param inner the path to the inner type
     * @param own the fields that are not of the inner type
     */
    private record Outer(String inner, Set<String> own) {}

    private static final Outer REFERENCE =
            new Outer("LocalObjectReference", Set.of("key", "optional", "items", "defaultMode"));
    private static final Outer DEVICES = new Outer("DeviceConfiguration", Set.of("requests", "source"));

    private static final Map<String, Outer> OUTER = Map.ofEntries(
            Map.entry("ConfigMapEnvSource", REFERENCE),
            Map.entry("ConfigMapKeySelector", REFERENCE),
            Map.entry("ConfigMapProjection", REFERENCE),
            Map.entry("ConfigMapVolumeSource", REFERENCE),
            Map.entry("SecretEnvSource", REFERENCE),
            Map.entry("SecretKeySelector", REFERENCE),
            Map.entry("SecretProjection", REFERENCE),
            Map.entry("EphemeralContainer", new Outer("EphemeralContainerCommon", Set.of("targetContainerName"))),
            Map.entry(
                    "PersistentVolumeSpec",
                    new Outer(
                            "PersistentVolumeSource",
                            Set.of(
                                    "accessModes",
                                    "capacity",
                                    "claimRef",
                                    "mountOptions",
                                    "nodeAffinity",
                                    "persistentVolumeReclaimPolicy",
                                    "storageClassName",
                                    "volumeAttributesClassName",
                                    "volumeMode"))),
            Map.entry(
                    "Probe",
                    new Outer(
                            "ProbeHandler",
                            Set.of(
                                    "failureThreshold",
                                    "initialDelaySeconds",
                                    "periodSeconds",
                                    "successThreshold",
                                    "terminationGracePeriodSeconds",
                                    "timeoutSeconds"))),
            Map.entry("Volume", new Outer("VolumeSource", Set.of("name"))),
            Map.entry("IngressRule", new Outer("IngressRuleValue", Set.of("host"))),
            Map.entry("RuleWithOperations", new Outer("Rule", Set.of("operations"))),
            Map.entry("DeviceAllocationConfiguration", DEVICES),
            Map.entry("DeviceClaimConfiguration", DEVICES),
            Map.entry("DeviceClassConfiguration", DEVICES));

    private EmbeddedTypes() {}

    /** A field as upstream's decoder names it. */
    static String path(String type, String field) {
        if (type.equals("NamedRuleWithOperations")) {
            return field.equals("resourceNames") ? field : "RuleWithOperations." + path("RuleWithOperations", field);
        }
        Outer outer = OUTER.get(type);
        return outer == null || outer.own.contains(field) ? field : outer.inner + "." + field;
    }
}
