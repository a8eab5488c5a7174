package io.gantry.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

/** What an access review must hold (pkg/apis/authorization/validation). */
final class AccessReviewRules {

    private AccessReviewRules() {}

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
        if (!said(review).isEmpty()) {
            metadata.invalid("must be empty");
        }
    }

    /** What the client says in metadata, but for what the server owns anyway and Go's clients send as null. */
    private static ObjectNode said(ObjectNode review) {
        ObjectNode said =
                review.path("metadata").isObject() ? review.path("metadata").deepCopy() : Json.object();
        said.remove(List.of("creationTimestamp", "uid", "selfLink", "managedFields"));
        List.copyOf(said.properties()).stream()
                .filter(field -> field.getValue().isNull())
                .forEach(field -> said.remove(field.getKey()));
        return said;
    }

    static void local(ObjectNode review, FieldErrors errors) {
        Field root = Field.root(review, errors);
        if (!said(review).without("namespace").isEmpty()) {
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
