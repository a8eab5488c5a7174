package io.gantry.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.selector.LabelSelector;
import java.util.List;
import java.util.Optional;

/** Finds the parameters that a binding gives to its policy. */
record Params(Resources resources, ClusterView view) {

    /** There are none where there must be some, or they cannot be told. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    private static final List<JsonNode> NONE = List.of(NullNode.instance);

    /**
     * All parameters; the policy is evaluated once for each. A null stands for no parameters at all.
     *
     * @param kind {@code paramKind} of the policy, missing for none
     * @param reference {@code paramRef} of the binding, missing for none
     * @param namespace of the request
     */
    List<JsonNode> find(JsonNode kind, JsonNode reference, String namespace) throws Unusable {
        if (!kind.isObject()) {
            return NONE;
        }
        ResourceDefinition definition = resources
                .ofKind(Nodes.text(kind, "apiVersion"), Nodes.text(kind, "kind"))
                .orElseThrow(() -> new Unusable("failed to find resource referenced by paramKind: '"
                        + Nodes.text(kind, "apiVersion") + ", Kind=" + Nodes.text(kind, "kind") + "'"));
        if (!reference.isObject()) {
            return NONE;
        }
        List<JsonNode> found = selected(definition, reference, place(definition, reference, namespace)).stream()
                .map(object -> (JsonNode) definition.strategy().fromStored(object.copy()))
                .toList();
        if (found.isEmpty() && Nodes.text(reference, "parameterNotFoundAction").equals("Deny")) {
            throw new Unusable("no params found for policy binding with `Deny` parameterNotFoundAction");
        }
        return found;
    }

    private static String place(ResourceDefinition definition, JsonNode reference, String namespace) throws Unusable {
        String given = Nodes.text(reference, "namespace");
        if (!definition.namespaced()) {
            if (!given.isEmpty()) {
                throw new Unusable("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
            }
            return "";
        }
        if (given.isEmpty() && namespace.isEmpty()) {
            throw new Unusable(
                    "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
        }
        return given.isEmpty() ? namespace : given;
    }

    private List<ApiObject> selected(ResourceDefinition definition, JsonNode reference, String namespace) {
        String name = Nodes.text(reference, "name");
        if (!name.isEmpty()) {
            Optional<ApiObject> one = view.get(new ObjectKey(definition.storage(), namespace, name));
            return one.map(List::of).orElse(List.of());
        }
        LabelSelector selector = LabelSelector.of(reference.path("selector"));
        List<ApiObject> all =
                definition.namespaced() ? view.list(definition.storage(), namespace) : view.list(definition.storage());
        return all.stream().filter(object -> selector.matches(object.labels())).toList();
    }
}
