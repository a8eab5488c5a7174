package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.validation.NameRules;
import java.util.List;

/** IngressClasses. */
public final class IngressClassRules {

    private static final int CONTROLLER_LENGTH = 250;

    private IngressClassRules() {}

    public static void check(Field object) {
        Field controller = object.at("spec").at("controller");
        if (controller.text().length() > CONTROLLER_LENGTH) {
            controller.tooLong(CONTROLLER_LENGTH);
        }
        FormatRules.domainPrefixedPath(controller);
        Field parameters = object.at("spec").at("parameters");
        if (parameters.isSet()) {
            reference(parameters);
            scope(parameters);
        }
    }

    private static void scope(Field parameters) {
        Field namespace = parameters.at("namespace");
        Field scope = parameters.at("scope");
        if (!scope.isSet()) {
            scope.required("");
        }
        scope.supportOnly(List.of("Cluster", "Namespace"));
        if (scope.is("Namespace")) {
            if (namespace.isSet()) {
                FormatRules.dnsLabel(namespace);
            } else {
                namespace.required("`parameters.scope` is set to 'Namespace'");
            }
        } else if (scope.is("Cluster")) {
            namespace.forbidIfSet("`parameters.scope` is set to 'Cluster'");
        }
    }

    /** Group, kind and name of something else. */
    static void reference(Field reference) {
        if (reference.at("apiGroup").isSet()) {
            FormatRules.dnsSubdomain(reference.at("apiGroup"));
        }
        for (String part : List.of("kind", "name")) {
            if (reference.at(part).requireFilled()) {
                reference
                        .at(part)
                        .invalid(NameRules.pathSegment(reference.at(part).text()));
            }
        }
    }

    public static void update(Field object, JsonNode old) {
        object.at("spec").at("controller").requireUnchanged(old.path("spec").path("controller"));
    }
}
