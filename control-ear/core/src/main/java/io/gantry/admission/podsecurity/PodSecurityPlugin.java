package io.gantry.admission.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.status.FieldErrors.FieldError;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds pods to the Pod Security Standards that the labels of their namespace name (PodSecurity admission), and tells whoever writes a
 * workload that its pods would be refused. Nobody is exempt.
 */
public final class PodSecurityPlugin implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");

    /** Where workloads keep the template of their pods. */
    private static final Map<GroupResource, String> TEMPLATES = Map.of(
            new GroupResource("", "podtemplates"),
            "/template",
            new GroupResource("", "replicationcontrollers"),
            "/spec/template",
            new GroupResource("apps", "replicasets"),
            "/spec/template",
            new GroupResource("apps", "deployments"),
            "/spec/template",
            new GroupResource("apps", "statefulsets"),
            "/spec/template",
            new GroupResource("apps", "daemonsets"),
            "/spec/template",
            new GroupResource("batch", "jobs"),
            "/spec/template",
            new GroupResource("batch", "cronjobs"),
            "/spec/jobTemplate/spec/template");

    /** Those through which a pod's spec can change. */
    private static final Set<String> SUBRESOURCES = Set.of("", "ephemeralcontainers", "resize");

    private final ClusterView view;
    private final NamespaceLookup namespaces;

    /** @param namespaces finds those of pods and workloads */
    public PodSecurityPlugin(ClusterView view, NamespaceLookup namespaces) {
        this.view = view;
        this.namespaces = namespaces;
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean writes = request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        GroupResource resource = request.resource();
        if (!writes) {
            return;
        }
        if (resource.equals(PODS)) {
            pod(request);
        } else if (request.subresource().isEmpty() && resource.equals(NamespaceLookup.NAMESPACES)) {
            namespace(request);
        } else if (request.subresource().isEmpty() && TEMPLATES.containsKey(resource)) {
            template(request, request.object().at(TEMPLATES.get(resource)));
        }
    }

    private void pod(AdmissionRequest request) {
        if (!SUBRESOURCES.contains(request.subresource())) {
            return;
        }
        ApiObject namespace = namespaces
                .find(request)
                .orElseThrow(() -> StatusException.of(
                        500,
                        "InternalError",
                        "Internal error occurred: failed to lookup namespace \"" + request.namespace() + "\""));
        NamespacePolicy policy = NamespacePolicy.of(namespace.labels());
        boolean unchanged =
                request.old().filter(old -> !differs(request.object(), old)).isPresent();
        if (policy.errors().isEmpty() && policy.isFullyPrivileged()) {
            annotate(request, "enforce-policy", Standard.PRIVILEGED.toString());
        } else if (!unchanged) {
            CheckedPod pod = new CheckedPod(
                    request.object().path("metadata"), request.object().path("spec"));
            enforce(request, policy, pod);
            advise(request, policy, pod);
        }
    }

    /** Of what the rules look at, a pod that exists can change its images only, and get ephemeral containers. */
    private static boolean differs(ObjectNode pod, ObjectNode old) {
        return !images(pod).equals(images(old));
    }

    private static Map<String, String> images(ObjectNode pod) {
        return new CheckedPod(pod.path("metadata"), pod.path("spec"))
                .containers().stream()
                        .collect(Collectors.toMap(
                                container -> Nodes.text(container, "name"),
                                container -> Nodes.text(container, "image"),
                                (one, other) -> one));
    }

    private void template(AdmissionRequest request, JsonNode template) {
        Optional<ApiObject> namespace = namespaces.find(request);
        if (namespace.isEmpty()) {
            annotate(request, "error", "failed to lookup namespace \"" + request.namespace() + "\"");
            return;
        }
        NamespacePolicy policy = NamespacePolicy.of(namespace.get().labels());
        boolean silent = policy.errors().isEmpty() && policy.warnsOfNothing();
        if (!silent && template.isObject()) {
            advise(request, policy, new CheckedPod(template.path("metadata"), template.path("spec")));
        }
    }

    private static void enforce(AdmissionRequest request, NamespacePolicy policy, CheckedPod pod) {
        annotate(request, "enforce-policy", policy.enforce().toString());
        List<Violation> violations = Checks.violations(policy.enforce(), pod);
        if (!violations.isEmpty()) {
            audit(request, policy, pod);
            throw StatusException.forbidden(PODS, request.name(), "violates " + told(policy.enforce(), violations));
        }
    }

    private static void advise(AdmissionRequest request, NamespacePolicy policy, CheckedPod pod) {
        audit(request, policy, pod);
        List<Violation> violations = Checks.violations(policy.warn(), pod);
        if (!violations.isEmpty()) {
            request.circumstances().warnings().accept("would violate " + told(policy.warn(), violations));
        }
    }

    private static void audit(AdmissionRequest request, NamespacePolicy policy, CheckedPod pod) {
        if (!policy.errors().isEmpty()) {
            annotate(request, "error", "Failed to parse policy: " + aggregate(policy.errors()));
        }
        List<Violation> violations = Checks.violations(policy.audit(), pod);
        if (!violations.isEmpty()) {
            annotate(request, "audit-violations", "would violate " + told(policy.audit(), violations));
        }
    }

    private static String aggregate(List<FieldError> errors) {
        List<String> texts = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .toList();
        return texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
    }

    private static String told(Standard standard, List<Violation> violations) {
        return "PodSecurity \"" + standard + "\": " + Violation.details(violations);
    }

    private static void annotate(AdmissionRequest request, String key, String value) {
        request.circumstances().annotations().accept(NamespacePolicy.PREFIX + key, value);
    }

    private void namespace(AdmissionRequest request) {
        NamespacePolicy policy = policy(request.object());
        NamespacePolicy before = request.old().map(PodSecurityPlugin::policy).orElse(NamespacePolicy.of(Map.of()));
        if (!policy.errors().isEmpty() && !policy.errors().equals(before.errors())) {
            throw StatusException.invalid("", "Namespace", request.name(), policy.errors());
        }
        Standard enforce = policy.enforce();
        boolean stricter = !enforce.version().equals(before.enforce().version())
                || enforce.level().compareTo(before.enforce().level()) > 0;
        if (request.operation() == Operation.UPDATE && stricter && !enforce.isPrivileged()) {
            ExistingPods.warnings(request.name(), enforce, view.list(PODS, request.name()))
                    .forEach(request.circumstances().warnings());
        }
    }

    private static NamespacePolicy policy(ObjectNode namespace) {
        return NamespacePolicy.of(ApiObject.strings(namespace.path("metadata").path("labels")));
    }
}
