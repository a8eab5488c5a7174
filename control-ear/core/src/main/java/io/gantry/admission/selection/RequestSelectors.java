package io.gantry.admission.selection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.object.ApiObject;
import io.gantry.selector.LabelSelector;
import io.gantry.status.StatusException;
import java.util.Map;

/**
 * Which requests a webhook or policy is for, by labels (apiserver, pkg/admission/plugin/webhook/predicates).
 *
 * @param namespaces {@code namespaceSelector}
 * @param objects {@code objectSelector}
 */
public record RequestSelectors(LabelSelector namespaces, LabelSelector objects) {

    /** Reads both selectors of a webhook or of a MatchResources. */
    public static RequestSelectors of(JsonNode of) {
        return new RequestSelectors(
                LabelSelector.of(of.path("namespaceSelector")), LabelSelector.of(of.path("objectSelector")));
    }

    /** Throws NotFound when the selector of namespaces has to be asked about one that is missing. */
    public boolean match(AdmissionRequest request, NamespaceLookup lookup) {
        return matchObject(request) && matchNamespace(request, lookup);
    }

    /** The object as it is sent or as it is there; what has no metadata, such as the options of a session, is never selected. */
    private boolean matchObject(AdmissionRequest request) {
        if (objects.isEmpty()) {
            return true;
        }
        boolean sent = request.operation() != Operation.DELETE && selects(request.object());
        return sent || request.old().filter(this::selects).isPresent();
    }

    private boolean selects(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        return metadata.isObject() && objects.matches(ApiObject.strings(metadata.path("labels")));
    }

    /** What lies outside of namespaces is in all that a selector may mean. */
    private boolean matchNamespace(AdmissionRequest request, NamespaceLookup lookup) {
        boolean isNamespace = request.resource().equals(NamespaceLookup.NAMESPACES);
        if (namespaces.isEmpty() || (request.namespace().isEmpty() && !isNamespace)) {
            return true;
        }
        return namespaces.matches(namespaceLabels(request, isNamespace, lookup));
    }

    /** Of a namespace that is written, the labels that it will have. */
    private static Map<String, String> namespaceLabels(
            AdmissionRequest request, boolean isNamespace, NamespaceLookup lookup) {
        boolean written = isNamespace
                && request.subresource().isEmpty()
                && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE);
        if (written) {
            return ApiObject.strings(request.object().path("metadata").path("labels"));
        }
        return lookup.find(request)
                .orElseThrow(() -> StatusException.notFound(NamespaceLookup.NAMESPACES, request.namespace()))
                .labels();
    }
}
