package io.gantry.controller.validatingadmissionpolicystatus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes into the status of validating policies what looks wrong about the types in their expressions. */
public final class ValidatingAdmissionPolicyStatusController implements Controller {

    private static final GroupResource POLICIES =
            new GroupResource("admissionregistration.k8s.io", "validatingadmissionpolicies");

    private final Supplier<? extends Collection<ResourceDefinition>> definitions;

    /**
     * A controller over the resources of a cluster.
     *
     * @param definitions all resources that are served at the time of asking
     */
    public ValidatingAdmissionPolicyStatusController(Supplier<? extends Collection<ResourceDefinition>> definitions) {
        this.definitions = definitions;
    }

    @Override
    public String name() {
        return "validatingadmissionpolicy-status-controller";
    }

    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(POLICIES, (event, view) -> List.of(event.object().key()));
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> policy = view.get(key).filter(found -> !found.isBeingDeleted());
        if (policy.isEmpty()) {
            return Plan.NOTHING;
        }
        ApiObject present = policy.get();
        long generation = present.json().path("metadata").path("generation").asLong();
        if (generation <= present.status().path("observedGeneration").asLong(0)) {
            return Plan.NOTHING;
        }
        ObjectNode status = Nodes.copy(present.status());
        status.put("observedGeneration", generation);
        ArrayNode warnings = new TypeChecker(definitions.get()).warnings(present.spec());
        ObjectNode checking = status.putObject("typeChecking");
        if (!warnings.isEmpty()) {
            checking.set("expressionWarnings", warnings);
        }
        return Plan.builder().updateStatus(present, status).build();
    }
}
