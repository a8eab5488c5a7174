package io.gantry.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.Authorizer;
import io.gantry.identity.Authorizer.Decision;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.identity.UserInfoJson;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Field;
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

    /** What such a review must hold (pkg/apis/authorization/validation). */
    private static final class AccessReviewRules {

        static void spec(ObjectNode review, FieldErrors errors) {
            Field spec = Field.root(review, errors).at("spec");
            Field resource = spec.at("resourceAttributes");
            Field path = spec.at("nonResourceAttributes");
            if (resource.isSet() && path.isSet()) {
                path.invalid("cannot be specified in combination with resourceAttributes");
            }
            if (!resource.isSet() && !path.isSet()) {
                resource.invalid(
                        path.value(), "exactly one of nonResourceAttributes or resourceAttributes must be specified");
            }
            selector(resource.at("fieldSelector"));
            selector(resource.at("labelSelector"));
        }

        private static void selector(Field selector) {
            if (!selector.isSet()) {
                return;
            }
            boolean raw = !selector.at("rawSelector").isEmpty();
            boolean requirements = !selector.at("requirements").isEmpty();
            if (raw && requirements) {
                selector.at("rawSelector").invalid("may not specified at the same time as requirements");
            }
            if (!raw && !requirements) {
                selector.at("requirements")
                        .required("when " + selector.path() + " is specified, requirements or rawSelector is required");
            }
        }

        static void subject(ObjectNode review, FieldErrors errors) {
            Field spec = Field.root(review, errors).at("spec");
            if (spec.at("user").isEmpty() && spec.at("groups").isEmpty()) {
                spec.at("user").invalid("at least one of user or group must be specified");
            }
        }

        static void emptyMetadata(ObjectNode review, FieldErrors errors) {
            Field metadata = Field.root(review, errors).at("metadata");
            if (!metadata.isEmpty()) {
                metadata.invalid("must be empty");
            }
        }

        static void local(ObjectNode review, FieldErrors errors) {
            Field root = Field.root(review, errors);
            ObjectNode rest = review.path("metadata").deepCopy();
            rest.remove("namespace");
            if (!rest.isEmpty()) {
                root.at("metadata").invalid("must be empty except for namespace");
            }
            Field resource = root.at("spec").at("resourceAttributes");
            String namespace = Nodes.text(review.path("metadata"), "namespace");
            if (resource.isSet() && !resource.at("namespace").is(namespace)) {
                resource.at("namespace").invalid("must match metadata.namespace");
            }
            Field path = root.at("spec").at("nonResourceAttributes");
            if (path.isSet()) {
                path.invalid("disallowed on this kind of request");
            }
        }
    }
}
