package io.gantry.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.Authorizer;
import io.gantry.identity.Authorizer.Decision;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.identity.UserInfoJson;
import io.gantry.object.Nodes;
import io.gantry.selector.FieldSelector;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether somebody may do something: SubjectAccessReview and its local and own forms. */
final class AccessReviews {

    private final Authorizer authorizer;

    AccessReviews(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    ObjectNode anybody(ObjectNode review, String namespace, UserInfo asking) {
        FieldErrors errors = new FieldErrors();
        AccessReviewRules.spec(review, errors);
        AccessReviewRules.subject(review, errors);
        AccessReviewRules.emptyMetadata(review, errors);
        refuse("SubjectAccessReview", errors);
        return answered(review, UserInfoJson.ofSpec(review.path("spec")));
    }

    ObjectNode local(ObjectNode review, String namespace, UserInfo asking) {
        ObjectNode metadata = Nodes.child(review, "metadata");
        if (Nodes.text(metadata, "namespace").isEmpty()) {
            metadata.put("namespace", namespace);
        }
        FieldErrors errors = new FieldErrors();
        AccessReviewRules.spec(review, errors);
        AccessReviewRules.subject(review, errors);
        AccessReviewRules.local(review, errors);
        refuse("LocalSubjectAccessReview", errors);
        if (!Nodes.text(review.path("metadata"), "namespace").equals(namespace)) {
            throw StatusException.badRequest("spec.resourceAttributes.namespace must match namespace: " + namespace);
        }
        return answered(review, UserInfoJson.ofSpec(review.path("spec")));
    }

    ObjectNode self(ObjectNode review, String namespace, UserInfo asking) {
        FieldErrors errors = new FieldErrors();
        AccessReviewRules.spec(review, errors);
        AccessReviewRules.emptyMetadata(review, errors);
        refuse("SelfSubjectAccessReview", errors);
        return answered(review, asking);
    }

    private static void refuse(String kind, FieldErrors errors) {
        if (!errors.isEmpty()) {
            throw StatusException.invalid(ReviewDefinition.AUTHORIZATION, kind, "", errors.list());
        }
    }

    private ObjectNode answered(ObjectNode review, UserInfo user) {
        ObjectNode status = review.putObject("status");
        switch (authorizer.authorize(user, attributes(review.path("spec")))) {
            case Decision.Allowed allowed -> answer(status.put("allowed", true), allowed.reason());
            case Decision.Refused refused -> answer(status.put("allowed", false), refused.reason());
        }
        return review;
    }

    private static void answer(ObjectNode status, String reason) {
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
    }

    private static RequestAttributes attributes(JsonNode spec) {
        if (!Nodes.has(spec, "resourceAttributes")) {
            JsonNode path = spec.path("nonResourceAttributes");
            return RequestAttributes.nonResource(Nodes.text(path, "verb"), Nodes.text(path, "path"));
        }
        JsonNode resource = spec.path("resourceAttributes");
        String version = Nodes.text(resource, "version");
        return new RequestAttributes(
                Nodes.text(resource, "verb"),
                true,
                Nodes.text(resource, "group"),
                version.isEmpty() ? "*" : version,
                Nodes.text(resource, "resource"),
                Nodes.text(resource, "subresource"),
                Nodes.text(resource, "namespace"),
                Nodes.text(resource, "name"),
                "",
                selected(resource.path("fieldSelector")));
    }

    /** What a field selector requires; terms that cannot be read select nothing, and so allow nothing more. */
    private static Map<String, String> selected(JsonNode selector) {
        Map<String, String> selected = new HashMap<>();
        try {
            FieldSelector.parse(Nodes.text(selector, "rawSelector")).terms().stream()
                    .filter(FieldSelector.Term::equal)
                    .forEach(term -> selected.putIfAbsent(term.field(), term.value()));
        } catch (InvalidSelectorException e) {
            selected.clear();
        }
        for (ObjectNode requirement : Nodes.objects(selector, "requirements")) {
            List<String> values = Nodes.texts(requirement, "values");
            if (Nodes.text(requirement, "operator").equals("In") && values.size() == 1) {
                selected.putIfAbsent(Nodes.text(requirement, "key"), values.getFirst());
            }
        }
        return Map.copyOf(selected);
    }
}
