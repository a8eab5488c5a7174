package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;

/** Defaults of Jobs and CronJobs. */
public final class JobDefaults {

    private static final int BACKOFF_LIMIT = 6;
    private static final int SUCCESSFUL_JOBS = 3;

    private JobDefaults() {}

    public static void job(ObjectNode job) {
        ObjectNode spec = Nodes.child(job, "spec");
        jobSpec(spec);
        if (!Nodes.has(spec, "completions") && !Nodes.has(spec, "parallelism")) {
            spec.put("completions", 1).put("parallelism", 1);
        }
        Defaults.number(spec, "parallelism", 1);
        Defaults.number(
                spec, "backoffLimit", Nodes.has(spec, "backoffLimitPerIndex") ? Integer.MAX_VALUE : BACKOFF_LIMIT);
        labels(job);
        Defaults.text(spec, "completionMode", "NonIndexed");
        Defaults.flag(spec, "suspend", false);
        Defaults.text(
                spec, "podReplacementPolicy", Nodes.has(spec, "podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        Defaults.flag(spec, "manualSelector", false);
    }

    /** A job without labels has those of its template. */
    public static void labels(ObjectNode job) {
        JsonNode labels = job.at("/spec/template/metadata/labels");
        if (labels.isObject()
                && !labels.isEmpty()
                && job.path("metadata").path("labels").isEmpty()) {
            Nodes.child(job, "metadata").set("labels", labels.deepCopy());
        }
    }

    /** What the jobs of a CronJob have as well, before they are made. */
    private static void jobSpec(ObjectNode spec) {
        PodSpecDefaults.applyToTemplate(Nodes.child(spec, "template"));
        for (ObjectNode rule : Nodes.objects(spec.path("podFailurePolicy"), "rules")) {
            Nodes.objects(rule, "onPodConditions").forEach(pattern -> Defaults.filledText(pattern, "status", "True"));
        }
    }

    public static void cronJob(ObjectNode object) {
        ObjectNode spec = Nodes.child(object, "spec");
        Defaults.text(spec, "concurrencyPolicy", "Allow");
        Defaults.flag(spec, "suspend", false);
        Defaults.number(spec, "successfulJobsHistoryLimit", SUCCESSFUL_JOBS);
        Defaults.number(spec, "failedJobsHistoryLimit", 1);
        ObjectNode template = Nodes.child(spec, "jobTemplate");
        Nodes.child(template, "metadata");
        jobSpec(Nodes.child(template, "spec"));
    }
}
