package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;
import io.gantry.resource.validation.ClusterRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.util.List;

/** Namespace. */
final class NamespaceKind implements Strategy {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final String FINALIZER = "kubernetes";

    private NamespaceKind() {}

    static ResourceDefinition definition() {
        return Definition.core("Namespace", "namespaces")
                .cluster()
                .without("deletecollection")
                .shortName("ns")
                .status()
                .subresource("finalize", "Namespace", "update")
                .selectable("status.phase")
                .selectableAt("name", "/metadata/name")
                .build(ConfigColumns.NAMESPACE, new NamespaceKind());
    }

    @Override
    public void applyDefaults(ObjectNode namespace) {
        ObjectNode metadata = Nodes.child(namespace, "metadata");
        String name = Nodes.text(metadata, "name");
        if (!name.isEmpty()) {
            Nodes.child(metadata, "labels").put(NAME_LABEL, name);
        }
        if (namespace.get("status") instanceof ObjectNode status
                && Nodes.text(status, "phase").isEmpty()) {
            status.put("phase", "Active");
        }
    }

    @Override
    public void prepareForCreate(ObjectNode namespace, Context context) {
        applyDefaults(namespace);
        namespace.putObject("status").put("phase", "Active");
        ObjectNode spec = Nodes.child(namespace, "spec");
        if (!Nodes.texts(spec, "finalizers").contains(FINALIZER)) {
            ArrayNode finalizers =
                    spec.get("finalizers") instanceof ArrayNode given ? given : spec.putArray("finalizers");
            finalizers.add(FINALIZER);
        }
    }

    /** Finalizers change through the finalize subresource only. */
    @Override
    public void prepareForUpdate(ObjectNode namespace, ObjectNode old, Context context) {
        Strategy.super.prepareForUpdate(namespace, old, context);
        ObjectNode spec = Nodes.child(namespace, "spec");
        spec.remove("finalizers");
        if (old.path("spec").has("finalizers")) {
            spec.set("finalizers", old.get("spec").get("finalizers"));
        }
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public List<String> nameErrors(String name) {
        return NameRules.dnsLabel(name);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ClusterRules.namespace(Field.root(object, errors));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ClusterRules.namespaceStatus(Field.root(object, errors));
    }

    @Override
    public void prepareForDelete(ObjectNode namespace) {
        Nodes.child(namespace, "status").put("phase", "Terminating");
    }

    /** The controller empties the namespace and then takes the finalizers away. */
    @Override
    public boolean mayBeRemoved(ObjectNode namespace) {
        return namespace.path("spec").path("finalizers").isEmpty();
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
