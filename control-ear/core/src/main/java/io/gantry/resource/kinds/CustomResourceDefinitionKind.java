package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.customresource.definition.DefinitionRules;
import io.gantry.customresource.schema.Formats;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;
import java.util.Locale;

/** CustomResourceDefinition (apiextensions.k8s.io). */
final class CustomResourceDefinitionKind implements Strategy {

    /** Holds a definition until its objects are gone. */
    private static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private CustomResourceDefinitionKind() {}

    static ResourceDefinition definition() {
        return Definition.of("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions")
                .cluster()
                .shortNames("crd", "crds")
                .inExtensions()
                .status()
                .schema("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition")
                .build(ConfigColumns.DEFAULT, new CustomResourceDefinitionKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        ObjectNode spec = Nodes.child(object, "spec");
        ObjectNode names = Nodes.child(spec, "names");
        String kind = Nodes.text(names, "kind");
        if (Nodes.text(names, "singular").isEmpty()) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (Nodes.text(names, "listKind").isEmpty() && !kind.isEmpty()) {
            names.put("listKind", kind + "List");
        }
        boolean converts = Nodes.has(spec, "conversion");
        ObjectNode conversion = Nodes.child(spec, "conversion");
        if (!converts) {
            conversion.put("strategy", "None");
        }
        if (conversion.path("webhook").path("clientConfig").path("service") instanceof ObjectNode service
                && !service.has("port")) {
            service.put("port", 443);
        }
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        ObjectNode status = object.putObject("status");
        status.putObject("acceptedNames").put("kind", "").put("plural", "");
        status.putNull("conditions");
        rememberStoredVersion(object);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        Strategy.super.prepareForUpdate(object, old, context);
        rememberStoredVersion(object);
    }

    /** Of no version at all, objects can never be said to be stored. */
    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode old, Context context) {
        Strategy.super.prepareForStatusUpdate(object, old, context);
        if (object.path("status").path("storedVersions").isEmpty()) {
            rememberStoredVersion(object);
        }
    }

    private static void rememberStoredVersion(ObjectNode object) {
        ObjectNode status = Nodes.child(object, "status");
        for (JsonNode version : Nodes.objects(object.path("spec"), "versions")) {
            String name = Nodes.text(version, "name");
            if (version.path("storage").asBoolean()) {
                if (!Nodes.texts(status, "storedVersions").contains(name)) {
                    status.withArray("/storedVersions").add(name);
                }
                return;
            }
        }
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        DefinitionRules.name(object, errors);
        DefinitionRules.check(Field.root(object, errors));
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        DefinitionRules.approval(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        Field definition = Field.root(object, errors);
        if (isEstablished(old)) {
            DefinitionRules.checkEstablished(definition, old);
        }
        DefinitionRules.checkUpdate(definition, old);
        String before = approval(old);
        if (!before.equals(approval(object))) {
            DefinitionRules.approval(definition);
        }
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return Nodes.objects(object.path("spec"), "versions").stream()
                .flatMap(version -> Formats.unrecognized(version.path("schema").path("openAPIV3Schema")).stream())
                .map(format -> "unrecognized format \"" + format + "\"")
                .toList();
    }

    private static String approval(ObjectNode object) {
        return object.path("metadata")
                .path("annotations")
                .path("api-approved.kubernetes.io")
                .asText("");
    }

    private static boolean isEstablished(ObjectNode object) {
        return Nodes.objects(object.path("status"), "conditions").stream()
                .anyMatch(condition -> Nodes.text(condition, "type").equals("Established")
                        && Nodes.text(condition, "status").equals("True"));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        DefinitionRules.acceptedNames(Field.root(object, errors));
    }

    /** The first request to delete only says so: the controller deletes the objects and then takes the finalizer away. */
    @Override
    public void prepareForDelete(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        if (metadata.has("deletionTimestamp")) {
            return;
        }
        ObjectNode own = Nodes.child(object, "metadata");
        List<String> finalizers = Nodes.texts(own, "finalizers");
        if (!finalizers.contains(CLEANUP)) {
            own.withArray("finalizers").add(CLEANUP);
        }
        pending(Nodes.child(object, "status"));
    }

    private static void pending(ObjectNode status) {
        ArrayNode conditions = Json.MAPPER.createArrayNode();
        Nodes.objects(status, "conditions").stream()
                .filter(condition -> !Nodes.text(condition, "type").equals("Terminating"))
                .forEach(conditions::add);
        conditions
                .addObject()
                .put("type", "Terminating")
                .put("status", "True")
                .put("reason", "InstanceDeletionPending")
                .put(
                        "message",
                        "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");
        status.set("conditions", conditions);
    }

    /** Only what has been marked may go. */
    @Override
    public boolean mayBeRemoved(ObjectNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }
}
