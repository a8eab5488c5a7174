package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a job's status may move. Most rules look only at what changed, so that a status that was wrong already, or became so by a
 * change of the spec, can still be mended.
 */
public final class JobStatusRules {

    private final Field status;
    private final JsonNode now;
    private final JsonNode before;
    private final JsonNode spec;

    private JobStatusRules(Field job, JsonNode old) {
        this.status = job.at("status");
        this.now = status.value();
        this.before = old.path("status");
        this.spec = job.at("spec").value();
    }

    public static void check(Field job, JsonNode old) {
        JobStatusRules rules = new JobStatusRules(job, old);
        rules.counts();
        rules.conditions();
        rules.times();
        rules.finished();
        rules.indexes();
        rules.transitions();
    }

    private boolean changed(String field) {
        return !SemanticEquality.same(now.path(field), before.path(field));
    }

    private boolean is(String condition) {
        return Conditions.isTrue(now, condition);
    }

    private boolean was(String condition) {
        return Conditions.isTrue(before, condition);
    }

    private boolean turned(String condition) {
        return is(condition) != was(condition);
    }

    private boolean isFinished() {
        return is("Complete") || is("Failed");
    }

    private boolean finishedChanged() {
        return isFinished() != (was("Complete") || was("Failed"));
    }

    private void counts() {
        for (String count : List.of("active", "succeeded", "failed", "ready", "terminating")) {
            status.at(count).requireNotNegative();
        }
        Set<String> seen = new HashSet<>();
        Field uncounted = status.at("uncountedTerminatedPods");
        for (Field uid : Stream.of("succeeded", "failed")
                .flatMap(list -> uncounted.items(list).stream())
                .toList()) {
            if (uid.isEmpty()) {
                uid.invalid("must not be empty");
            } else if (!seen.add(uid.text())) {
                uid.duplicate();
            }
        }
        boolean counted = changed("ready") || changed("active");
        if (counted && status.at("ready").number() > status.at("active").number()) {
            status.at("ready").invalid("cannot set more ready pods than active");
        }
    }

    private void conditions() {
        refuse(
                (turned("Complete") || turned("Failed")) && is("Complete") && is("Failed"),
                "cannot set Complete=True and Failed=true conditions");
        refuse(
                (turned("Complete") || turned("FailureTarget")) && is("Complete") && is("FailureTarget"),
                "cannot set Complete=True and FailureTarget=true conditions");
        refuse(
                (turned("Failed") || changed("failedIndexes")) && is("Failed") && !is("FailureTarget"),
                "cannot set Failed=True condition without the FailureTarget=true condition");
        refuse(
                (turned("Complete") || turned("SuccessCriteriaMet")) && is("Complete") && !is("SuccessCriteriaMet"),
                "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
        refuse(
                is("SuccessCriteriaMet") && is("Failed"),
                "cannot set SuccessCriteriaMet=True and Failed=true conditions");
        refuse(
                is("SuccessCriteriaMet") && is("FailureTarget"),
                "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        refuse(
                Nodes.has(spec, "successPolicy") && !is("SuccessCriteriaMet") && is("Complete"),
                "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
    }

    private void refuse(boolean wrong, String why) {
        if (wrong) {
            status.at("conditions").invalidUnshown(why);
        }
    }

    private void times() {
        Field completion = status.at("completionTime");
        if (turned("Complete") || changed("completionTime")) {
            if (completion.isSet() && !is("Complete")) {
                completion.invalid("cannot set completionTime when there is no Complete=True condition");
            }
            if (!completion.isSet() && is("Complete")) {
                completion.required("completionTime is required for Complete jobs");
            }
        }
        Field start = status.at("startTime");
        boolean timed = changed("startTime") || changed("completionTime");
        if (timed
                && start.isSet()
                && completion.isSet()
                && Instant.parse(completion.text()).isBefore(Instant.parse(start.text()))) {
            completion.invalid("must be equal to or after `startTime`");
        }
    }

    private void finished() {
        if (!isFinished()) {
            return;
        }
        boolean changed = finishedChanged();
        Field active = status.at("active");
        if ((changed || changed("active")) && active.number() > 0) {
            active.invalid("active>0 is invalid for finished job");
        }
        boolean neverRan = spec.path("suspend").asBoolean()
                && spec.path("completions").isNumber()
                && spec.path("completions").asLong() == 0;
        if ((changed || changed("startTime"))
                && !neverRan
                && !status.at("startTime").isSet()) {
            status.at("startTime").required("startTime is required for finished job");
        }
        Field uncounted = status.at("uncountedTerminatedPods");
        boolean some =
                !uncounted.at("failed").isEmpty() || !uncounted.at("succeeded").isEmpty();
        if ((changed || changed("uncountedTerminatedPods")) && some) {
            uncounted.invalid("must be empty for finished job");
        }
        Field terminating = status.at("terminating");
        if ((changed || changed("terminating")) && terminating.number() > 0) {
            terminating.invalid("terminating>0 is invalid for finished job");
        }
    }

    private void indexes() {
        Field completed = status.at("completedIndexes");
        Field failed = status.at("failedIndexes");
        boolean counted = Nodes.has(spec, "completions");
        boolean perIndex = Nodes.has(spec, "backoffLimitPerIndex");
        if (changed("completedIndexes")) {
            if (counted) {
                readable(completed);
            }
            if (!completed.isEmpty() && !JobRules.isIndexed(spec)) {
                completed.invalid("cannot set non-empty completedIndexes when non-indexed completion mode");
            }
        }
        if (changed("failedIndexes")) {
            if (counted && perIndex && failed.isSet()) {
                readable(failed);
            }
            if (!perIndex && failed.isSet()) {
                failed.invalid("cannot set non-null failedIndexes when backoffLimitPerIndex is null");
            }
        }
        if (counted && (changed("failedIndexes") || changed("completedIndexes"))) {
            apart(completed, failed);
        }
    }

    private IndexList read(Field indexes) {
        return IndexList.parse(indexes.text(), spec.path("completions").asLong());
    }

    private void readable(Field indexes) {
        if (read(indexes) instanceof IndexList.Broken broken) {
            indexes.invalid("error parsing " + indexes.name() + ": " + broken.why());
        }
    }

    private void apart(Field completed, Field failed) {
        if (read(completed) instanceof IndexList.Valid good && read(failed) instanceof IndexList.Valid bad) {
            bad.intervals().stream()
                    .flatMap(f -> good.intervals().stream()
                            .filter(c -> c.first() <= f.last() && f.first() <= c.last())
                            .map(c -> Math.max(c.first(), f.first())))
                    .min(Long::compare)
                    .ifPresent(
                            index -> failed.invalid("failedIndexes and completedIndexes overlap at index: " + index));
        }
    }

    private void transitions() {
        for (String terminal : List.of("Failed", "Complete", "FailureTarget")) {
            refuse(was(terminal) && !is(terminal), "cannot disable the terminal " + terminal + "=True condition");
        }
        if (now.path("failed").asLong() < before.path("failed").asLong()) {
            status.at("failed").invalid(now.path("failed").asLong(), "cannot decrease the failed counter");
        }
        boolean scales = JobRules.isIndexed(spec) && spec.path("completions").equals(spec.path("parallelism"));
        if (!scales && now.path("succeeded").asLong() < before.path("succeeded").asLong()) {
            status.at("succeeded").invalid(now.path("succeeded").asLong(), "cannot decrease the succeeded counter");
        }
        boolean bothTimes = Nodes.has(now, "completionTime") && Nodes.has(before, "completionTime");
        if (bothTimes && changed("completionTime")) {
            status.at("completionTime").invalid("field is immutable");
        }
        boolean resumes = was("Suspended") && Conditions.isFalse(now, "Suspended");
        boolean runs = !spec.path("suspend").asBoolean();
        if (changed("startTime") && !resumes && Nodes.has(before, "startTime") && runs) {
            status.at("startTime").invalid("field is immutable for unsuspended job once set");
        }
        refuse(
                was("SuccessCriteriaMet") && !is("SuccessCriteriaMet"),
                "cannot disable the SuccessCriteriaMet=True condition");
        refuse(
                was("Complete") && !was("SuccessCriteriaMet") && is("SuccessCriteriaMet"),
                "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }
}
