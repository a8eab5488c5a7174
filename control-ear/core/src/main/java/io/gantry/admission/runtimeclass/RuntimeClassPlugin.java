package io.gantry.admission.runtimeclass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.validation.Amounts;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;

/** Gives pods the overhead and the nodes of their runtime class (RuntimeClass; KEP-688). */
public final class RuntimeClassPlugin implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource CLASSES = new GroupResource("node.k8s.io", "runtimeclasses");

    private final ClusterView view;

    public RuntimeClassPlugin(ClusterView view) {
        this.view = view;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (isNewPod(request)) {
            ObjectNode spec = Nodes.child(request.object(), "spec");
            runtimeClass(request).ifPresent(found -> {
                overhead(request, spec, found.json().path("overhead").path("podFixed"));
                scheduling(request, spec, found.json().path("scheduling"));
            });
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!isNewPod(request)) {
            return;
        }
        JsonNode spec = request.object().path("spec");
        Optional<JsonNode> defined = runtimeClass(request)
                .map(found -> found.json().path("overhead"))
                .filter(JsonNode::isObject);
        if (defined.isPresent()) {
            requireSame(request, spec, defined.get().path("podFixed"));
        } else if (Nodes.has(spec, "overhead")) {
            throw refused(
                    request, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
    }

    private static boolean isNewPod(AdmissionRequest request) {
        return request.isOn(PODS) && request.operation() == Operation.CREATE;
    }

    private Optional<ApiObject> runtimeClass(AdmissionRequest request) {
        JsonNode spec = request.object().path("spec");
        if (!Nodes.has(spec, "runtimeClassName")) {
            return Optional.empty();
        }
        String name = Nodes.text(spec, "runtimeClassName");
        Optional<ApiObject> found = request.find(view, ObjectKey.cluster(CLASSES, name));
        if (found.isEmpty()) {
            throw refused(request, "pod rejected: RuntimeClass \"" + name + "\" not found");
        }
        return found;
    }

    private static void overhead(AdmissionRequest request, ObjectNode spec, JsonNode fixed) {
        if (fixed.isEmpty()) {
            return;
        }
        if (!spec.path("overhead").isEmpty()) {
            requireSame(request, spec, fixed);
        }
        spec.set("overhead", fixed.deepCopy());
    }

    private static void requireSame(AdmissionRequest request, JsonNode spec, JsonNode fixed) {
        if (!Amounts.list(spec.path("overhead")).equals(Amounts.list(fixed))) {
            throw refused(request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        }
    }

    private static void scheduling(AdmissionRequest request, ObjectNode spec, JsonNode scheduling) {
        if (!scheduling.path("nodeSelector").isEmpty()) {
            ObjectNode selector = Nodes.child(spec, "nodeSelector");
            scheduling.path("nodeSelector").properties().forEach(label -> {
                String key = label.getKey();
                String wanted = label.getValue().asText();
                if (selector.has(key) && !Nodes.text(selector, key).equals(wanted)) {
                    throw refused(
                            request,
                            "conflict: runtimeClass.scheduling.nodeSelector[" + key + "] = " + wanted
                                    + "; pod.spec.nodeSelector[" + key + "] = " + Nodes.text(selector, key));
                }
                selector.put(key, wanted);
            });
        }
        List<ObjectNode> more = Nodes.objects(scheduling, "tolerations");
        if (!more.isEmpty()) {
            List<ObjectNode> merged = Tolerations.merge(Nodes.objects(spec, "tolerations"), more);
            ArrayNode tolerations = spec.putArray("tolerations");
            merged.forEach(toleration -> tolerations.add(toleration.deepCopy()));
        }
    }

    private static StatusException refused(AdmissionRequest request, String why) {
        return StatusException.forbidden(PODS, request.refusedName(), why);
    }
}
