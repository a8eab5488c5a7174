package io.gantry.admission.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.admission.ShownNames;
import io.gantry.admission.ShownObjects;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.cel.AdmissionTypes;
import io.gantry.cel.DeclaredType;
import io.gantry.cel.JsonValues;
import io.gantry.cel.library.AuthorizerValue;
import io.gantry.identity.Authorizer;
import io.gantry.identity.UserInfoJson;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows a request to expressions: the values of the variables that {@link AdmissionTypes} declares. */
public final class AdmissionInput {

    private static final List<String> SHOWN_METADATA = List.of(
            "name",
            "generateName",
            "namespace",
            "labels",
            "annotations",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation",
            "resourceVersion",
            "finalizers");

    private final NamespaceLookup namespaces;
    private final Authorizer authorizer;

    public AdmissionInput(NamespaceLookup namespaces, Authorizer authorizer) {
        this.namespaces = namespaces;
        this.authorizer = authorizer;
    }

    /**
     * The values for a request.
     *
     * @param as the version of the resource in which the policy or webhook wants to see objects
     */
    public Map<String, Object> of(AdmissionRequest request, ResourceDefinition as) {
        Map<String, Object> input = new HashMap<>();
        boolean deletes = request.operation() == Operation.DELETE;
        JsonNode object = deletes ? NullNode.instance : request.object();
        input.put(AdmissionTypes.OBJECT, shown(object, request.definition(), as));
        JsonNode old = request.old().<JsonNode>map(found -> found).orElse(NullNode.instance);
        input.put(AdmissionTypes.OLD_OBJECT, shown(old, request.definition(), as));
        ObjectNode described = describe(request, as);
        if (request.operation() != Operation.CONNECT) {
            described.set("options", request.circumstances().options().get());
        }
        input.put(AdmissionTypes.REQUEST, JsonValues.of(described, AdmissionTypes.REQUEST_TYPE));
        input.put(AdmissionTypes.NAMESPACE_OBJECT, namespace(request));
        AuthorizerValue asked = new AuthorizerValue(authorizer, request.user());
        input.put(AdmissionTypes.AUTHORIZER, asked);
        input.put(
                AdmissionTypes.REQUEST_RESOURCE,
                asked.about(
                        request.definition().group(),
                        request.definition().plural(),
                        request.subresource(),
                        request.namespace(),
                        request.name()));
        return input;
    }

    private static Object shown(JsonNode object, ResourceDefinition own, ResourceDefinition as) {
        JsonNode shown = object instanceof ObjectNode present ? ShownObjects.shown(present, own, as) : object;
        return JsonValues.of(shown, DeclaredType.ANY);
    }

    private Object namespace(AdmissionRequest request) {
        boolean inNamespace = !request.namespace().isEmpty()
                && !request.definition().groupResource().equals(NamespaceLookup.NAMESPACES);
        Optional<ApiObject> namespace = inNamespace ? namespaces.find(request) : Optional.empty();
        return namespace
                .map(found -> JsonValues.of(shown(found.json()), AdmissionTypes.NAMESPACE_TYPE))
                .orElseGet(() -> JsonValues.of(NullNode.instance, AdmissionTypes.NAMESPACE_TYPE));
    }

    private static ObjectNode shown(JsonNode namespace) {
        ObjectNode result = Json.object();
        ObjectNode metadata = result.putObject("metadata");
        JsonNode own = namespace.path("metadata");
        SHOWN_METADATA.stream().filter(own::has).forEach(field -> metadata.set(field, own.get(field)));
        metadata.set("UID", own.path("uid"));
        result.putObject("spec").set("finalizers", namespace.path("spec").path("finalizers"));
        result.putObject("status").set("phase", namespace.path("status").path("phase"));
        return result;
    }

    /** The request as an AdmissionReview would show it, without the objects. */
    public static ObjectNode describe(AdmissionRequest request, ResourceDefinition as) {
        ObjectNode shown = Json.object();
        shown.set("kind", ShownNames.kind(as, request.subresource()));
        shown.set("resource", ShownNames.resource(as));
        shown.set("requestKind", ShownNames.kind(request.definition(), request.subresource()));
        shown.set("requestResource", ShownNames.resource(request.definition()));
        if (!request.subresource().isEmpty()) {
            shown.put("subResource", request.subresource());
            shown.put("requestSubResource", request.subresource());
        }
        if (!request.name().isEmpty()) {
            shown.put("name", request.name());
        }
        if (!request.namespace().isEmpty()) {
            shown.put("namespace", request.namespace());
        }
        shown.put("operation", request.operation().name());
        shown.set("userInfo", UserInfoJson.show(request.user()));
        shown.put("dryRun", request.circumstances().dryRun());
        return shown;
    }
}
