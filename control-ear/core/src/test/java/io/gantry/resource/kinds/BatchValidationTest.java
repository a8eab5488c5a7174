package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata":{"name":"c"},"spec":{"schedule":"*/5 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | NONE
            {"metadata":{"name":"c"},"spec":{"jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | spec.schedule: Required value
            {"metadata":{"name":"c"},"spec":{"schedule":"* * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | spec.schedule: Invalid value: "* * *": expected exactly 5 fields, found 3: [* * *]
            {"metadata":{"name":"c"},"spec":{"schedule":"60 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | spec.schedule: Invalid value: "60 * * * *": end of range (60) above maximum (59): 60
            {"metadata":{"name":"c"},"spec":{"schedule":"TZ=UTC * * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead
            {"metadata":{"name":"c"},"spec":{"schedule":"@daily","timeZone":"Nowhere/City","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | spec.timeZone: Invalid value: "Nowhere/City": unknown time zone Nowhere/City
            {"metadata":{"name":"c"},"spec":{"schedule":"@daily","timeZone":"Local","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones
            {"metadata":{"name":"c"},"spec":{"schedule":"@daily","concurrencyPolicy":"Odd","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | spec.concurrencyPolicy: Unsupported value: "Odd": supported values: "Allow", "Forbid", "Replace"
            {"metadata":{"name":"c"},"spec":{"schedule":"@daily","jobTemplate":{"spec":{"manualSelector":true,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", "false"
            {"metadata":{"name":"a12345678901234567890123456789012345678901234567890123"},"spec":{"schedule":"@daily","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}}}}} | metadata.name: Invalid value: "a12345678901234567890123456789012345678901234567890123": must be no more than 52 characters
            """)
    void cronJobsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("batch/v1", "CronJob").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | {"status":{"active":-1}} | status.active: Invalid value: -1: must be greater than or equal to 0
            {} | {"status":{"conditions":[{"type":"Complete","status":"True"}],"startTime":"2026-01-01T00:00:00Z"}} | status.completionTime: Required value: completionTime is required for Complete jobs
            {} | {"status":{"conditions":[{"type":"Failed","status":"True"}],"startTime":"2026-01-01T00:00:00Z"}} | status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition
            {} | {"status":{"conditions":[{"type":"FailureTarget","status":"True"},{"type":"Failed","status":"True"}]}} | status.startTime: Required value: startTime is required for finished job
            {"status":{"failed":2}} | {"status":{"failed":1}} | status.failed: Invalid value: 1: cannot decrease the failed counter
            {"status":{"conditions":[{"type":"Complete","status":"True"}]}} | {"status":{}} | status.conditions: Invalid value: cannot disable the terminal Complete=True condition
            {} | {"status":{"active":1,"ready":2}} | status.ready: Invalid value: 2: cannot set more ready pods than active
            {} | {"spec":{"completionMode":"Indexed","completions":5},"status":{"completedIndexes":"3-1"}} | status.completedIndexes: Invalid value: "3-1": error parsing completedIndexes: non-increasing order, previous: 3, current: 1
            {} | {"spec":{"completionMode":"Indexed","completions":5,"backoffLimitPerIndex":1},"status":{"completedIndexes":"1-3","failedIndexes":"2"}} | status.failedIndexes: Invalid value: "2": failedIndexes and completedIndexes overlap at index: 2
            """)
    void jobStatusInUpstreamsWords(String old, String wanted, String error) {
        assertErrors(new Admission("batch/v1", "Job").statusErrors(Json.read(old), Json.read(wanted)), error);
    }

    private static final String JOB =
            "{\"metadata\":{\"name\":\"j\",\"uid\":\"u\"},\"spec\":{%s,\"template\":{\"spec\":"
                    + "{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"a\"}]}}}}";

    private final Admission jobs = new Admission("batch/v1", "Job");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "parallelism":1 | NONE
            "parallelism":-1 | spec.parallelism: Invalid value: -1: must be greater than or equal to 0
            "managedBy":"me" | spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")
            "completionMode":"Indexed","parallelism":2 | spec.completions: Required value: when completion mode is Indexed
            "backoffLimitPerIndex":1 | spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode
            "podReplacementPolicy":"Odd" | spec.podReplacementPolicy: Unsupported value: "Odd": supported values: "Failed", "TerminatingOrFailed"
            "podFailurePolicy":{"rules":[{"action":"FailIndex","onPodConditions":[{"type":"a"}]}]} | spec.podFailurePolicy.rules[0].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set
            "podFailurePolicy":{"rules":[{"action":"Count"}]} | spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required
            "podFailurePolicy":{"rules":[{"action":"Count","onExitCodes":{"operator":"In","values":[2,1,0]}}]} | spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [2,1,0]: must be ordered
            "podFailurePolicy":{"rules":[{"onExitCodes":{"operator":"In","values":[1]}}]} | spec.podFailurePolicy.rules[0].action: Required value: valid values: ["Count" "FailIndex" "FailJob" "Ignore"]
            "successPolicy":{"rules":[{}]},"completionMode":"Indexed","completions":2 | spec.successPolicy.rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified
            "successPolicy":{"rules":[{"succeededIndexes":"0-5"}]},"completionMode":"Indexed","completions":2 | spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0-5": error parsing succeededIndexes: too large index: "5"
            """)
    void jobsInUpstreamsWords(String spec, String error) {
        assertErrors(jobs.errors(jobs.created(JOB.formatted(spec))), error);
    }

    @Test
    void aJobSelectsItsPodsByItsUid() {
        ObjectNode job = jobs.created(JOB.formatted("\"parallelism\":2"));
        assertThat(job.at("/spec/selector"))
                .isEqualTo(Json.read("{\"matchLabels\":{\"batch.kubernetes.io/controller-uid\":\"u\"}}"));
        assertThat(job.at("/spec/template/metadata/labels"))
                .isEqualTo(
                        Json.read("{\"job-name\":\"j\",\"batch.kubernetes.io/job-name\":\"j\",\"controller-uid\":\"u\","
                                + "\"batch.kubernetes.io/controller-uid\":\"u\"}"));
        ((ObjectNode) job.at("/spec/template/metadata/labels")).put("controller-uid", "other");
        assertErrors(
                jobs.errors(job),
                "spec.template.metadata.labels[controller-uid]: Invalid value: "
                        + job.at("/spec/template/metadata/labels") + ": must be 'u'");
    }

    @Test
    void aJobThatRunsKeepsItsTemplateAndASuspendedOneMayGetOtherResources() {
        ObjectNode running = jobs.created(JOB.formatted("\"parallelism\":2"));
        ObjectNode changed = running.deepCopy();
        ((ObjectNode) changed.at("/spec/template/spec/containers/0"))
                .putObject("resources")
                .putObject("requests")
                .put("cpu", "1");
        assertThat(jobs.updateErrors(running, changed))
                .anyMatch(error -> error.startsWith("spec.template: Invalid value"));
        ObjectNode suspended = running.deepCopy();
        ((ObjectNode) suspended.get("spec")).put("suspend", true);
        ((ObjectNode) changed.get("spec")).put("suspend", true);
        assertThat(jobs.updateErrors(suspended, changed)).isEmpty();
    }
}
