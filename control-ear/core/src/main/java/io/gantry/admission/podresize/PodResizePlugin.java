package io.gantry.admission.podresize;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.quota.PodAmounts;
import io.gantry.resource.validation.Amounts;
import io.gantry.schema.Quantity;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A pod on a node may not ask for more than the node could ever give (PodResizeValidator; KEP-1287). */
public final class PodResizePlugin implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final String SYSTEM = "kubernetes.io/os";

    private final ClusterView view;

    public PodResizePlugin(ClusterView view) {
        this.view = view;
    }

    @Override
    public void validate(AdmissionRequest request) {
        String node = Nodes.text(request.object().path("spec"), "nodeName");
        boolean resizes = request.resource().equals(PODS)
                && request.subresource().equals("resize")
                && request.operation() == Operation.UPDATE
                && !node.isEmpty()
                && request.old()
                        .filter(old -> !generation(old).equals(generation(request.object())))
                        .isPresent();
        if (resizes) {
            check(request, node);
        }
    }

    private static JsonNode generation(JsonNode pod) {
        return pod.path("metadata").path("generation");
    }

    private void check(AdmissionRequest request, String name) {
        ApiObject node = request.find(view, ObjectKey.cluster(NODES, name))
                .orElseThrow(() -> refused(request, "node \"" + name + "\" not found"));
        String system = node.labels().getOrDefault(SYSTEM, "linux");
        if (!system.equals("linux")) {
            throw refused(
                            request,
                            "pod resize is only supported on linux nodes, node \"" + name + "\" is \"" + system + "\"")
                    .withCause(Json.object().put("reason", "UnsupportedPlatform"));
        }
        List<String> excess =
                excess(request.object(), Amounts.list(node.status().path("allocatable")));
        if (!excess.isEmpty()) {
            throw refused(request, "node didn't have enough allocatable resources: " + String.join("; ", excess))
                    .withCause(Json.object().put("reason", "NodeCapacity"));
        }
    }

    private static List<String> excess(JsonNode pod, Map<String, Quantity> allocatable) {
        Map<String, Quantity> requests = PodAmounts.desiredRequests(pod.path("spec"));
        List<String> excess = new ArrayList<>();
        Quantity cpu = requests.getOrDefault("cpu", Quantity.ZERO);
        Quantity cpuThere = allocatable.getOrDefault("cpu", Quantity.ZERO);
        if (cpu.compareTo(cpuThere) > 0) {
            excess.add("cpu, requested: " + cpu.milliValue() + ", allocatable: " + cpuThere.milliValue());
        }
        Quantity memory = requests.getOrDefault("memory", Quantity.ZERO);
        Quantity memoryThere = allocatable.getOrDefault("memory", Quantity.ZERO);
        if (memory.compareTo(memoryThere) > 0) {
            excess.add("memory, requested: " + memory.longValue() + ", allocatable: " + memoryThere.longValue());
        }
        return excess;
    }

    private static StatusException refused(AdmissionRequest request, String why) {
        return StatusException.forbidden(PODS, request.refusedName(), why);
    }
}
