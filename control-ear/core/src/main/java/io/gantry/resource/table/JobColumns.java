package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Columns of Jobs and CronJobs. */
public final class JobColumns {

    public static final TableColumns JOB = ColumnList.named()
            .text("Status", "How far the job is.", JobColumns::status)
            .text("Completions", "Succeeded pods of needed pods.", JobColumns::completions)
            .timed("Duration", "How long the job runs, or ran.", 0, JobColumns::duration)
            .age()
            .wide("Containers", "Names of the template's containers.", o -> WorkloadCells.names(template(o)))
            .wide("Images", "Images of the template's containers.", o -> WorkloadCells.images(template(o)))
            .wide(
                    "Selector",
                    "Which pods belong to it.",
                    o -> SelectorText.ofSelector(o.spec().path("selector")))
            .build();

    public static final TableColumns CRON_JOB = ColumnList.named()
            .text("Schedule", "When jobs are made.", o -> Nodes.text(o.spec(), "schedule"))
            .text(
                    "Timezone",
                    "The zone of the schedule.",
                    o -> Nodes.has(o.spec(), "timeZone") ? Nodes.text(o.spec(), "timeZone") : "<none>")
            .flag("Suspend", "Whether no jobs are made for now.", o -> o.spec().path("suspend"))
            .integer(
                    "Active",
                    "Number of jobs that run.",
                    o -> o.status().path("active").size())
            .timed("Last Schedule", "Time since the last job was made.", 0, JobColumns::lastSchedule)
            .age()
            .wide("Containers", "Names of the template's containers.", o -> WorkloadCells.names(cronTemplate(o)))
            .wide("Images", "Images of the template's containers.", o -> WorkloadCells.images(cronTemplate(o)))
            .wide(
                    "Selector",
                    "Which pods belong to a job.",
                    o -> SelectorText.ofSelector(o.spec().at("/jobTemplate/spec/selector")))
            .build();

    /** In the order in which they are looked for. */
    private static final List<String> LATER_STATES = List.of("Suspended", "FailureTarget", "SuccessCriteriaMet");

    private JobColumns() {}

    private static JsonNode template(ApiObject job) {
        return job.spec().path("template");
    }

    private static JsonNode cronTemplate(ApiObject cronJob) {
        return cronJob.spec().at("/jobTemplate/spec/template");
    }

    private static String status(ApiObject job) {
        for (String end : List.of("Complete", "Failed")) {
            if (is(job, end)) {
                return end;
            }
        }
        if (job.isBeingDeleted()) {
            return "Terminating";
        }
        return LATER_STATES.stream().filter(state -> is(job, state)).findFirst().orElse("Running");
    }

    private static boolean is(ApiObject job, String condition) {
        return Nodes.objects(job.status(), "conditions").stream()
                .filter(c -> Nodes.text(c, "type").equals(condition))
                .findFirst()
                .filter(c -> Nodes.text(c, "status").equals("True"))
                .isPresent();
    }

    private static String completions(ApiObject job) {
        long succeeded = job.status().path("succeeded").asLong();
        if (Nodes.has(job.spec(), "completions")) {
            return succeeded + "/" + job.spec().path("completions").asLong();
        }
        long parallelism = job.spec().path("parallelism").asLong();
        return succeeded + (parallelism > 1 ? "/1 of " + parallelism : "/1");
    }

    private static String duration(ApiObject job, Instant now) {
        String start = Nodes.text(job.status(), "startTime");
        if (start.isEmpty()) {
            return "";
        }
        String end = Nodes.text(job.status(), "completionTime");
        return HumanDuration.of(Duration.between(Instant.parse(start), end.isEmpty() ? now : Instant.parse(end)));
    }

    private static String lastSchedule(ApiObject cronJob, Instant now) {
        String time = Nodes.text(cronJob.status(), "lastScheduleTime");
        return time.isEmpty() ? "<none>" : HumanDuration.since(time, now);
    }
}
