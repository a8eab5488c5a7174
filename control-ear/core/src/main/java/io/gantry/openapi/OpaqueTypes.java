package io.gantry.openapi;

import io.gantry.schema.ObjectSchema;
import java.util.Map;
import java.util.Optional;

/**
 * Types that have a name and no fields. Schemas know what is of them as any JSON; here it keeps the name, by which clients such as
 * {@code kubectl explain} show it.
 */
final class OpaqueTypes {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String INTERNAL = "io.k8s.api.apiserverinternal.v1alpha1.";
    private static final String CRD = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
    private static final String PROPS = CRD + "JSONSchemaProps";

    private static final ObjectSchema RAW = type("io.k8s.apimachinery.pkg.runtime.RawExtension", "Any object.");
    private static final ObjectSchema JSON = type(CRD + "JSON", "Any JSON value.");
    private static final ObjectSchema OR_BOOL = type(PROPS + "OrBool", "A schema, or true or false.");

    /** By type and field; of lists and maps, what their items are. */
    private static final Map<String, ObjectSchema> FIELDS = Map.ofEntries(
            Map.entry(
                    META + "ManagedFieldsEntry.fieldsV1",
                    type(
                            META + "FieldsV1",
                            "A set of fields: each key names a field or an item, its value what is below.")),
            Map.entry(ApiOperation.WATCH_EVENT + ".object", RAW),
            Map.entry(INTERNAL + "StorageVersion.spec", type(INTERNAL + "StorageVersionSpec", "An empty spec.")),
            Map.entry("io.k8s.api.apps.v1.ControllerRevision.data", RAW),
            Map.entry("io.k8s.api.resource.v1.AllocatedDeviceStatus.data", RAW),
            Map.entry("io.k8s.api.resource.v1.OpaqueDeviceConfiguration.parameters", RAW),
            Map.entry("io.k8s.api.resource.v1beta1.AllocatedDeviceStatus.data", RAW),
            Map.entry("io.k8s.api.resource.v1beta1.OpaqueDeviceConfiguration.parameters", RAW),
            Map.entry("io.k8s.api.resource.v1beta2.AllocatedDeviceStatus.data", RAW),
            Map.entry("io.k8s.api.resource.v1beta2.OpaqueDeviceConfiguration.parameters", RAW),
            Map.entry(
                    CRD + "CustomResourceSubresources.status",
                    type(CRD + "CustomResourceSubresourceStatus", "Serves the subresource status.")),
            Map.entry(PROPS + ".additionalItems", OR_BOOL),
            Map.entry(PROPS + ".additionalProperties", OR_BOOL),
            Map.entry(PROPS + ".default", JSON),
            Map.entry(PROPS + ".enum", JSON),
            Map.entry(PROPS + ".example", JSON),
            Map.entry(PROPS + ".items", type(PROPS + "OrArray", "A schema, or a list of schemas.")),
            Map.entry(PROPS + ".dependencies", type(PROPS + "OrStringArray", "A schema, or a list of strings.")));

    private OpaqueTypes() {}

    /** The type of a field that may be any JSON, or of its items; empty when it has no name. */
    static Optional<ObjectSchema> of(ObjectSchema type, String field) {
        return Optional.ofNullable(FIELDS.get(type.name() + "." + field));
    }

    /** Whether values of a type need not even be objects. */
    static boolean isAnyJson(ObjectSchema type) {
        return type.name().equals(JSON.name()) || type.name().startsWith(PROPS + "Or");
    }

    private static ObjectSchema type(String name, String description) {
        return new ObjectSchema(name, () -> new ObjectSchema.Content(description, Map.of(), false));
    }
}
