package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Pods and pod templates as wholes. */
public final class PodRules {

    private static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private PodRules() {}

    /** A pod, new or changed. */
    public static void pod(Field pod) {
        Field spec = pod.at("spec");
        annotations(pod.at("metadata").at("annotations"), spec);
        PodSpecRules.ofPod(spec);
        if (!spec.at("nodeName").isEmpty() && !spec.at("schedulingGates").isEmpty()) {
            spec.at("nodeName").forbidden("cannot be set until all schedulingGates have been cleared");
        }
    }

    /** What only a new pod may not have: debug containers come later. */
    public static void newPod(Field pod) {
        Field debug = pod.at("spec").at("ephemeralContainers");
        if (!debug.isEmpty()) {
            debug.forbidden("cannot be set on create");
        }
        ProfileAnnotations.requireAgreement(pod.at("metadata").at("annotations"), pod.at("spec"));
    }

    /** A template of any kind. */
    public static void template(Field template) {
        // templates report labels and annotations without the word metadata
        Field metadata = template.at("metadata");
        LabelRules.labels(metadata.at("labels").reportedAs(template.path() + ".labels"));
        Field annotations = metadata.at("annotations").reportedAs(template.path() + ".annotations");
        AnnotationRules.check(annotations);
        annotations(annotations, template.at("spec"));
        PodSpecRules.ofTemplate(template.at("spec"));
        ProfileAnnotations.requireAgreement(annotations, template.at("spec"));
        if (!template.at("spec").at("ephemeralContainers").isEmpty()) {
            template.at("spec").at("ephemeralContainers").forbidden("ephemeral containers not allowed in pod template");
        }
    }

    /** A template whose pods are replaced when they end. */
    static void templateOfReplicas(Field template, String kind) {
        template(template);
        Field spec = template.at("spec");
        if (!spec.at("restartPolicy").is("Always")) {
            spec.at("restartPolicy").notSupported(List.of("Always"));
        }
        spec.at("activeDeadlineSeconds").forbidIfSet("activeDeadlineSeconds in " + kind + " is not Supported");
    }

    /** What must not change in the annotations of a pod, whatever part of it is written. */
    static void annotationUpdates(Field pod, JsonNode old) {
        Field annotations = pod.at("metadata").at("annotations");
        JsonNode before = old.path("metadata").path("annotations");
        Field mirror = annotations.key(MIRROR);
        if (before.has(MIRROR) && !before.path(MIRROR).equals(mirror.value())) {
            mirror.forbidden("may not remove or update mirror pod annotation");
        } else if (!before.has(MIRROR) && mirror.isSet()) {
            mirror.forbidden("may not add mirror pod annotation");
        }
        ProfileAnnotations.requireUnchanged(annotations, before);
        annotations(annotations, pod.at("spec"));
    }

    private static void annotations(Field annotations, Field spec) {
        if (annotations.value().has(MIRROR) && spec.at("nodeName").isEmpty()) {
            annotations.key(MIRROR).invalid("must set spec.nodeName if mirror pod annotation is set");
        }
        Field cost = annotations.key(DELETION_COST);
        if (cost.isSet() && !isDeletionCost(cost.text())) {
            cost.invalid("must be a 32bit integer");
        }
        ProfileAnnotations.check(annotations, spec);
    }

    private static boolean isDeletionCost(String text) {
        if (!text.matches("0|-?[1-9]\\d{0,9}")) {
            return false;
        }
        long cost = Long.parseLong(text);
        return cost >= Integer.MIN_VALUE && cost <= Integer.MAX_VALUE;
    }
}
