package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.JobDefaults;
import io.gantry.resource.table.JobColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.JobRules;
import io.gantry.resource.validation.JobStatusRules;
import io.gantry.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Job (batch). */
final class JobKind implements Strategy {

    private JobKind() {}

    static ResourceDefinition definition() {
        return Definition.of("batch", "Job", "jobs")
                .inAll()
                .status()
                .selectableAt("status.successful", "/status/succeeded")
                .build(JobColumns.JOB, new JobKind());
    }

    @Override
    public void applyDefaults(ObjectNode job) {
        JobDefaults.job(job);
    }

    @Override
    public void prepareForCreate(ObjectNode job, Context context) {
        if (!job.path("spec").path("manualSelector").asBoolean()) {
            generateSelector(job);
        }
        // upstream's defaults run once more when the stored object is read
        JobDefaults.labels(job);
        job.putObject("status");
    }

    /** The job's uid is what its pods are found by; labels that the user gave are left for validation to refuse. */
    private static void generateSelector(ObjectNode job) {
        String uid = Nodes.text(job.path("metadata"), "uid");
        String name = Nodes.text(job.path("metadata"), "name");
        ObjectNode spec = Nodes.child(job, "spec");
        ObjectNode labels = Nodes.child(Nodes.child(Nodes.child(spec, "template"), "metadata"), "labels");
        for (String key : List.of(JobRules.LEGACY_NAME_LABEL, JobRules.NAME_LABEL)) {
            putIfAbsent(labels, key, name);
        }
        for (String key : List.of(JobRules.LEGACY_UID_LABEL, JobRules.UID_LABEL)) {
            putIfAbsent(labels, key, uid);
        }
        putIfAbsent(Nodes.child(Nodes.child(spec, "selector"), "matchLabels"), JobRules.UID_LABEL, uid);
    }

    private static void putIfAbsent(ObjectNode labels, String key, String value) {
        if (!Nodes.has(labels, key)) {
            labels.put(key, value);
        }
    }

    @Override
    public String selectableValue(String field, ObjectNode job, String text) {
        return text.isEmpty() && field.equals("status.successful") ? "0" : text;
    }

    /** As it was from the first day: pods outlive their job unless the client says otherwise. */
    @Override
    public boolean orphansDependentsByDefault() {
        return true;
    }

    @Override
    public Optional<String> deleteWarning() {
        return Optional.of(
                "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to"
                        + " remove them or set propagationPolicy=Orphan to suppress this warning");
    }

    @Override
    public void validate(ObjectNode job, FieldErrors errors) {
        JobRules.check(Field.root(job, errors));
    }

    @Override
    public void validateUpdate(ObjectNode job, ObjectNode old, FieldErrors errors) {
        JobRules.update(Field.root(job, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode job, ObjectNode old, FieldErrors errors) {
        JobStatusRules.check(Field.root(job, errors), old);
    }

    @Override
    public List<String> warnings(ObjectNode job) {
        List<String> warnings =
                new ArrayList<>(WorkloadWarnings.ofName(job, "this is used in Pod names and hostnames"));
        warnings.addAll(WorkloadWarnings.ofJob(job.path("spec"), "spec"));
        return warnings;
    }

    @Override
    public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        return WorkloadWarnings.hasNewGeneration(object, old)
                ? WorkloadWarnings.ofJob(object.path("spec"), "spec")
                : List.of();
    }
}
