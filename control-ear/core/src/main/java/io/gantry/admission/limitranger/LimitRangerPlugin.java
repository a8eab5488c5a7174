package io.gantry.admission.limitranger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.status.StatusException;
import java.util.List;

/** Gives containers the requests and limits of their namespace's LimitRanges, and holds pods and claims to them (LimitRanger). */
public final class LimitRangerPlugin implements AdmissionPlugin {

    private static final GroupResource RANGES = new GroupResource("", "limitranges");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");

    private final ClusterView view;

    public LimitRangerPlugin(ClusterView view) {
        this.view = view;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (isOnPod(request)) {
            for (ApiObject range : ranges(request)) {
                new ContainerDefaults(limits(range)).apply(request.object());
            }
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean pod = isOnPod(request);
        if (!pod && !isOnClaim(request)) {
            return;
        }
        for (ApiObject range : ranges(request)) {
            List<String> objections = pod
                    ? LimitRules.ofPod(limits(range), request.object().path("spec"))
                    : LimitRules.ofClaim(limits(range), request.object().path("spec"));
            if (!objections.isEmpty()) {
                throw StatusException.forbidden(request.resource(), request.refusedName(), joined(objections));
            }
        }
    }

    private static String joined(List<String> objections) {
        List<String> distinct = objections.stream().distinct().toList();
        return distinct.size() == 1 ? distinct.getFirst() : "[" + String.join(", ", distinct) + "]";
    }

    /** Containers of a pod that exists change through resize alone. */
    private static boolean isOnPod(AdmissionRequest request) {
        return request.resource().equals(PODS)
                && switch (request.subresource()) {
                    case "" -> request.operation() == Operation.CREATE;
                    case "resize" -> request.operation() == Operation.UPDATE && !isBeingDeleted(request);
                    default -> false;
                };
    }

    private static boolean isOnClaim(AdmissionRequest request) {
        return request.isOn(CLAIMS)
                && switch (request.operation()) {
                    case CREATE -> true;
                    case UPDATE -> !isBeingDeleted(request);
                    case DELETE, CONNECT -> false;
                };
    }

    private static boolean isBeingDeleted(AdmissionRequest request) {
        return request.old()
                .filter(old -> Nodes.has(old.path("metadata"), "deletionTimestamp"))
                .isPresent();
    }

    private List<ApiObject> ranges(AdmissionRequest request) {
        return view.list(RANGES, request.namespace());
    }

    private static List<ObjectNode> limits(ApiObject range) {
        JsonNode spec = range.spec();
        return Nodes.objects(spec, "limits");
    }
}
