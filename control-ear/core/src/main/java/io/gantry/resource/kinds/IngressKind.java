package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.IngressColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.IngressRules;
import io.gantry.status.FieldErrors;
import java.util.List;

/** Ingress (networking.k8s.io). */
final class IngressKind implements Strategy {

    private IngressKind() {}

    static ResourceDefinition definition() {
        return Definition.of("networking.k8s.io", "Ingress", "ingresses")
                .shortName("ing")
                .status()
                .build(IngressColumns.INGRESS, new IngressKind());
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status").putObject("loadBalancer");
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        IngressRules.check(Field.root(object, errors));
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        IngressRules.checkNew(Field.root(object, errors));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        IngressRules.status(Field.root(object, errors), old);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        boolean byAnnotation = object.path("metadata").path("annotations").has("kubernetes.io/ingress.class")
                && !Nodes.has(object.path("spec"), "ingressClassName");
        return byAnnotation
                ? List.of(
                        "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead")
                : List.of();
    }

    @Override
    public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        return List.of();
    }
}
