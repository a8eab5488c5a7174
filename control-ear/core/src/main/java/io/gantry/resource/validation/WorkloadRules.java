package io.gantry.resource.validation;

import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.selector.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kinds that keep a number of pods. */
public final class WorkloadRules {

    private static final String SELECTOR_MISMATCH = "`selector` does not match template `labels`";

    private WorkloadRules() {}

    public static void replicaSet(Field object) {
        Field spec = object.at("spec");
        spec.at("replicas").requireNotNegative();
        spec.at("minReadySeconds").requireNotNegative();
        selected(spec);
    }

    public static void replicationController(Field object) {
        Field spec = object.at("spec");
        spec.at("minReadySeconds").requireNotNegative();
        Field selector = spec.at("selector");
        if (selector.isEmpty()) {
            selector.required("");
        }
        spec.at("replicas").requireNotNegative();
        Field template = spec.at("template");
        if (!template.isSet()) {
            template.required("");
            return;
        }
        matching(template, LabelSelector.ofLabels(ApiObject.strings(selector.value())));
        PodRules.templateOfReplicas(template, "ReplicationController");
    }

    public static void deployment(Field object) {
        Field spec = object.at("spec");
        spec.at("replicas").requireNotNegative();
        selected(spec);
        RolloutRules.check(spec);
    }

    /** A selector that selects something, and a template that it selects. */
    private static void selected(Field spec) {
        Field selector = spec.at("selector");
        Optional<LabelSelector> read = selector(selector, "deployment");
        if (read.isEmpty()) {
            selector.invalid("invalid label selector");
            return;
        }
        Field template = spec.at("template");
        selected(selector, template, read.get());
        PodRules.templateOfReplicas(template, "ReplicaSet");
    }

    /** Upstream reads an absent selector as one that matches nothing. */
    static void selected(Field selector, Field template, LabelSelector read) {
        if (selector.isSet()) {
            matching(template, read);
        } else {
            mismatch(template);
        }
    }

    /** Requires a selector that selects something; empty when it cannot be read. */
    static Optional<LabelSelector> selector(Field selector, String kind) {
        if (!selector.isSet()) {
            selector.required("");
            return Optional.of(LabelSelector.EVERYTHING);
        }
        int before = selector.errors().list().size();
        LabelRules.selector(selector);
        boolean readable = selector.errors().list().size() == before;
        if (selector.at("matchLabels").isEmpty()
                && selector.at("matchExpressions").isEmpty()) {
            selector.invalid(Json.object(), "empty selector is invalid for " + kind);
        }
        return readable ? read(selector) : Optional.empty();
    }

    /** The selector; empty when it cannot be read, which is an error of its own fields. */
    static Optional<LabelSelector> read(Field selector) {
        try {
            return Optional.of(LabelSelector.of(selector.value()));
        } catch (InvalidSelectorException e) {
            // its details are errors of the selector's own fields already
            return Optional.empty();
        }
    }

    static void matching(Field template, LabelSelector selector) {
        Field labels = template.at("metadata").at("labels");
        Map<String, String> present = ApiObject.strings(labels.value());
        if (!selector.isEmpty() && !selector.matches(present)) {
            mismatch(template);
        }
    }

    static void mismatch(Field template) {
        Field labels = template.at("metadata").at("labels");
        labels.invalid(labels.value(), SELECTOR_MISMATCH);
    }

    /** Counts of pods: none negative, none more than there are. */
    public static void status(Field object, List<String> counts) {
        Field status = object.at("status");
        status.at("replicas").requireNotNegative();
        counts.forEach(name -> status.at(name).requireNotNegative());
        status.at("observedGeneration").requireNotNegative();
        for (String name : counts) {
            boolean bounded = !name.equals("unavailableReplicas") && !name.equals("terminatingReplicas");
            if (bounded && status.at(name).number() > status.at("replicas").number()) {
                status.at(name).invalid("cannot be greater than status.replicas");
            }
        }
        if (status.at("availableReplicas").number() > status.at("readyReplicas").number()) {
            status.at("availableReplicas").invalid("cannot be greater than readyReplicas");
        }
    }
}
