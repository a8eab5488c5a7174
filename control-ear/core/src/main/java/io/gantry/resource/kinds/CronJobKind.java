package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.JobDefaults;
import io.gantry.resource.table.JobColumns;
import io.gantry.resource.validation.CronJobRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;

/** CronJob (batch). */
final class CronJobKind implements Strategy {

    private CronJobKind() {}

    static ResourceDefinition definition() {
        return Definition.of("batch", "CronJob", "cronjobs")
                .shortName("cj")
                .inAll()
                .status()
                .build(JobColumns.CRON_JOB, new CronJobKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        JobDefaults.cronJob(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status");
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        CronJobRules.check(Field.root(object, errors));
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        CronJobRules.checkNew(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        CronJobRules.update(Field.root(object, errors), old);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        List<String> warnings =
                new ArrayList<>(WorkloadWarnings.ofName(object, "this is used in Pod names and hostnames"));
        warnings.addAll(WorkloadWarnings.ofJob(object.at("/spec/jobTemplate/spec"), "spec.jobTemplate.spec"));
        return warnings;
    }

    @Override
    public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        List<String> warnings = new ArrayList<>();
        if (WorkloadWarnings.hasNewGeneration(object, old)) {
            warnings.addAll(WorkloadWarnings.ofJob(object.at("/spec/jobTemplate/spec"), "spec.jobTemplate.spec"));
        }
        if (Nodes.text(object.path("spec"), "schedule").contains("TZ")) {
            warnings.add("cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see"
                    + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
        }
        return warnings;
    }
}
