package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.PodWarnings;
import io.gantry.validation.NameRules;
import java.util.ArrayList;
import java.util.List;

/** Warnings that pods and the kinds that make them share. */
final class WorkloadWarnings {

    private static final long MANY_COMPLETIONS = 100_000;
    private static final long HIGH_PARALLELISM = 10_000;

    private WorkloadWarnings() {}

    /** Of a kind with a template at {@code spec.template}. */
    static List<String> of(ObjectNode object) {
        List<String> warnings = new ArrayList<>(ofName(object, "this is used in Pod names and hostnames"));
        warnings.addAll(ofTemplate(object));
        return warnings;
    }

    /** Of a change of a kind with a template at {@code spec.template}: who changes labels has heard it before. */
    static List<String> ofChange(ObjectNode object, ObjectNode old) {
        return hasNewGeneration(object, old) ? ofTemplate(object) : List.of();
    }

    static boolean hasNewGeneration(ObjectNode object, ObjectNode old) {
        return object.path("metadata").path("generation").asLong()
                != old.path("metadata").path("generation").asLong();
    }

    /** Of the template at {@code spec.template} alone. */
    static List<String> ofTemplate(ObjectNode object) {
        return PodWarnings.of(object.path("spec").path("template"), "spec.template.");
    }

    /** Of a job's spec, be it a job or a template of one. */
    static List<String> ofJob(JsonNode spec, String path) {
        List<String> warnings = new ArrayList<>();
        if (Nodes.text(spec, "completionMode").equals("Indexed")
                && spec.path("completions").asLong() > MANY_COMPLETIONS
                && spec.path("parallelism").asLong() > HIGH_PARALLELISM) {
            warnings.add(path
                    + ": In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4,"
                    + " Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
        }
        warnings.addAll(PodWarnings.of(spec.path("template"), path + ".template."));
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
