package io.gantry.admission.podtopology;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.util.List;
import java.util.Optional;

/** A pod carries the zone and the region of its node, where the downward API finds them (PodTopologyLabels; KEP-4742). */
public final class PodTopologyLabelsPlugin implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final List<String> LABELS = List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");

    private final ClusterView view;

    public PodTopologyLabelsPlugin(ClusterView view) {
        this.view = view;
    }

    /** A pod that is created on its node; one that is bound gets them with its binding. */
    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE || !request.resource().equals(PODS)) {
            return;
        }
        switch (request.subresource()) {
            case "" -> copy(Nodes.text(request.object().path("spec"), "nodeName"), request.object());
            case "binding" -> copy(Nodes.text(request.object().path("target"), "name"), request.object());
            default -> {
                // nothing that names a node
            }
        }
    }

    private void copy(String node, ObjectNode object) {
        Optional<ApiObject> found = node.isEmpty() ? Optional.empty() : view.get(ObjectKey.cluster(NODES, node));
        found.ifPresent(present -> LABELS.stream()
                .filter(present.labels()::containsKey)
                .forEach(label -> Nodes.child(Nodes.child(object, "metadata"), "labels")
                        .put(label, present.labels().get(label))));
    }
}
