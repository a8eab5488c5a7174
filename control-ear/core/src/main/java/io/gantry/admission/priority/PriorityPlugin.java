package io.gantry.admission.priority;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.validation.PriorityClasses;
import io.gantry.status.StatusException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Gives pods the priority of their class, and keeps the default class the only one (Priority). */
public final class PriorityPlugin implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource CLASSES = new GroupResource("scheduling.k8s.io", "priorityclasses");
    private static final String PREEMPTING = "PreemptLowerPriority";

    private final ClusterView view;

    public PriorityPlugin(ClusterView view) {
        this.view = view;
    }

    /**
     * What a pod's class says.
     *
     * @param name empty when there is no class
     * @param policy empty when the class leaves that to the pod
     */
    private record Found(String name, int priority, String policy) {

        static Found of(ApiObject object) {
            return new Found(
                    object.name(), object.json().path("value").asInt(), Nodes.text(object.json(), "preemptionPolicy"));
        }
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isOn(PODS)) {
            return;
        }
        ObjectNode spec = Nodes.child(request.object(), "spec");
        if (request.operation() == Operation.CREATE) {
            resolve(request, spec);
        } else if (request.operation() == Operation.UPDATE) {
            request.old().ifPresent(old -> keep(spec, old.path("spec")));
        }
    }

    private static void keep(ObjectNode spec, JsonNode old) {
        for (String field : List.of("priority", "preemptionPolicy")) {
            if (!Nodes.has(spec, field) && Nodes.has(old, field)) {
                spec.set(field, old.get(field));
            }
        }
    }

    private void resolve(AdmissionRequest request, ObjectNode spec) {
        String given = Nodes.text(spec, "priorityClassName");
        Found found = given.isEmpty()
                ? globalDefault().map(Found::of).orElse(new Found("", 0, PREEMPTING))
                : named(request, given);
        JsonNode priority = spec.path("priority");
        if (priority.isNumber() && priority.asInt() != found.priority()) {
            throw refused(
                    request,
                    "the integer value of priority (" + priority.asInt()
                            + ") must not be provided in pod spec; priority"
                            + " admission controller computed " + found.priority()
                            + " from the given PriorityClass name");
        }
        String policy = Nodes.text(spec, "preemptionPolicy");
        if (Nodes.has(spec, "preemptionPolicy") && !found.policy().isEmpty() && !policy.equals(found.policy())) {
            throw refused(
                    request,
                    "the string value of PreemptionPolicy (" + policy + ") must not be provided in pod spec; priority"
                            + " admission controller computed " + found.policy()
                            + " from the given PriorityClass name");
        }
        if (!found.name().isEmpty()) {
            spec.put("priorityClassName", found.name());
        }
        spec.put("priority", found.priority());
        if (!found.policy().isEmpty()) {
            spec.put("preemptionPolicy", found.policy());
        }
    }

    private Found named(AdmissionRequest request, String name) {
        OptionalInt system = PriorityClasses.of(name);
        if (system.isPresent()) {
            return new Found(name, system.getAsInt(), PREEMPTING);
        }
        return request.find(view, ObjectKey.cluster(CLASSES, name))
                .map(Found::of)
                .orElseThrow(() -> refused(request, "no PriorityClass with name " + name + " was found"));
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean marks = request.isOn(CLASSES)
                && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE)
                && request.object().path("globalDefault").asBoolean();
        if (marks) {
            globalDefault()
                    .filter(found -> request.operation() == Operation.CREATE
                            || !found.name().equals(request.name()))
                    .ifPresent(found -> {
                        throw StatusException.forbidden(
                                CLASSES,
                                request.name(),
                                "PriorityClass " + found.name()
                                        + " is already marked as default. Only one default can exist");
                    });
        }
    }

    /** Of several classes that would be the default, the lowest is. */
    private Optional<ApiObject> globalDefault() {
        return view.list(CLASSES).stream()
                .filter(object -> object.json().path("globalDefault").asBoolean())
                .min(Comparator.comparingLong(
                        object -> object.json().path("value").asLong()));
    }

    private static StatusException refused(AdmissionRequest request, String why) {
        return StatusException.forbidden(PODS, request.refusedName(), why);
    }
}
