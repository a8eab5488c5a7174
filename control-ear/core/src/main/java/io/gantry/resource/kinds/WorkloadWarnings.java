package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.PodWarnings;
import io.gantry.validation.NameRules;
import java.util.ArrayList;
import java.util.List;

/** Warnings that pods and the kinds that make them share. */
final class WorkloadWarnings {

    private WorkloadWarnings() {}

    /** Of a kind with a template at {@code spec.template}. */
    static List<String> of(ObjectNode object) {
        List<String> warnings = new ArrayList<>(ofName(object, "this is used in Pod names and hostnames"));
        warnings.addAll(PodWarnings.of(object.path("spec").path("template"), "spec.template."));
        return warnings;
    }

    /** A name that is valid but makes a poor host name. */
    static List<String> ofName(ObjectNode object, String use) {
        List<String> errors = NameRules.dnsLabel(Nodes.text(object.path("metadata"), "name"));
        return errors.isEmpty()
                ? List.of()
                : List.of("metadata.name: " + use
                        + ", which can result in surprising behavior; a DNS label is recommended: ["
                        + String.join(" ", errors) + "]");
    }
}
