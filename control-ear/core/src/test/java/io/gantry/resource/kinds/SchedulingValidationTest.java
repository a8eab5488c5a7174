package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;

import io.gantry.object.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata":{"name":"a"},"value":1000000000} | NONE
            {"metadata":{"name":"system-node-critical"},"value":2000001000} | NONE
            {"metadata":{"name":"a"},"value":1000000001} | value: Forbidden: maximum allowed value of a user defined priority is 1000000000
            {"metadata":{"name":"system-x"},"value":1} | metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-x is not a known system priority class
            {"metadata":{"name":"a"},"value":1,"preemptionPolicy":"Odd"} | preemptionPolicy: Unsupported value: "Odd": supported values: "PreemptLowerPriority", "Never"
            """)
    void prioritiesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("scheduling.k8s.io/v1", "PriorityClass").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata":{"name":"a"},"value":1} | {"metadata":{"name":"a"},"value":2} | value: Forbidden: may not be changed in an update.
            {"metadata":{"name":"a"},"value":1} | {"metadata":{"name":"a"},"value":1,"preemptionPolicy":"Never"} | preemptionPolicy: Invalid value: "Never": field is immutable
            """)
    void aPriorityIsForEver(String old, String wanted, String error) {
        assertErrors(
                new Admission("scheduling.k8s.io/v1", "PriorityClass").updateErrors(Json.read(old), Json.read(wanted)),
                error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"handler":"a"} | NONE
            {} | handler: Required value
            {"handler":"a","overhead":{"podFixed":{"cpu":"-1"}}} | overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0
            {"handler":"a","scheduling":{"tolerations":[{"key":"a","operator":"Exists"},{"key":"a","operator":"Exists"}]}} | scheduling.tolerations[1]: Duplicate value: {"key":"a","operator":"Exists"}
            """)
    void runtimesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("node.k8s.io/v1", "RuntimeClass").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"leaseName":"a","binaryVersion":"1.36.0","emulationVersion":"1.35.0","strategy":"OldestEmulationVersion"}} | NONE
            {"spec":{"leaseName":"a","binaryVersion":"1.3","strategy":"OldestEmulationVersion","emulationVersion":"1.1.0"}} | spec.binaryVersion: Invalid value: "1.3": must be a valid semantic version
            {"spec":{"leaseName":"a","binaryVersion":"1.3.0","strategy":"OldestEmulationVersion"}} | spec.emulationVersion: Required value: must be specified when `strategy` is 'OldestEmulationVersion'
            {"spec":{"leaseName":"a","binaryVersion":"1.3.0","emulationVersion":"1.4.0","strategy":"OldestEmulationVersion"}} | spec.binaryVersion: Invalid value: "1.3.0": must be greater than or equal to `emulationVersion`
            {"spec":{"binaryVersion":"1.3.0","strategy":"Odd"}} | spec.strategy.strategy: Unsupported value: "Odd": supported values: "OldestEmulationVersion"
            """)
    void candidatesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("coordination.k8s.io/v1beta1", "LeaseCandidate").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"minAvailable":1}} | NONE
            {"spec":{"minAvailable":1,"maxUnavailable":1}} | spec: Invalid value: {"minAvailable":1,"maxUnavailable":1}: minAvailable and maxUnavailable cannot be both set
            {"spec":{"maxUnavailable":"101%"}} | spec.maxUnavailable: Invalid value: "101%": must not be greater than 100%
            {"spec":{"unhealthyPodEvictionPolicy":"Odd"}} | spec.unhealthyPodEvictionPolicy: Unsupported value: "Odd": supported values: "AlwaysAllow", "IfHealthyBudget"
            """)
    void budgetsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("policy/v1", "PodDisruptionBudget").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | {"status":{"disruptionsAllowed":-1}} | status.disruptionsAllowed: Invalid value: -1: must be greater than or equal to 0
            {} | {"status":{"conditions":[{"type":"A","status":"Odd","reason":"a","lastTransitionTime":"2026-01-01T00:00:00Z"}]}} | status.conditions[0].status: Unsupported value: "Odd": supported values: "False", "True", "Unknown"
            """)
    void budgetStatusInUpstreamsWords(String old, String wanted, String error) {
        assertErrors(
                new Admission("policy/v1", "PodDisruptionBudget").statusErrors(Json.read(old), Json.read(wanted)),
                error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"podGroupTemplates":[{"name":"a","schedulingPolicy":{"gang":{"minCount":2}}}]}} | NONE
            {"spec":{}} | spec.podGroupTemplates: Required value
            {"spec":{"controllerRef":{"name":"a/b","kind":"Job"},"podGroupTemplates":[{"name":"a","schedulingPolicy":{"basic":{}}}]}} | spec.controllerRef.name: Invalid value: "a/b": may not contain '/'
            {"spec":{"podGroupTemplates":[{"name":"a","schedulingPolicy":{}}]}} | spec.podGroupTemplates[0].schedulingPolicy: Invalid value: "": must specify one of: `basic`, `gang`
            {"spec":{"podGroupTemplates":[{"name":"a","schedulingPolicy":{"basic":{},"gang":{"minCount":1}}}]}} | spec.podGroupTemplates[0].schedulingPolicy: Invalid value: "{basic, gang}": must specify exactly one of: `basic`, `gang`
            {"spec":{"podGroupTemplates":[{"name":"a","schedulingPolicy":{"gang":{}}}]}} | spec.podGroupTemplates[0].schedulingPolicy.gang.minCount: Required value
            {"spec":{"podGroupTemplates":[{"name":"a","schedulingPolicy":{"basic":{}}},{"name":"a","schedulingPolicy":{"basic":{}}}]}} | spec.podGroupTemplates[1]: Duplicate value: {"name":"a","schedulingPolicy":{"basic":{}}}
            """)
    void workloadsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("scheduling.k8s.io/v1alpha2", "Workload").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"schedulingPolicy":{"basic":{}}}} | NONE
            {"spec":{"schedulingPolicy":{"basic":{}},"podGroupTemplateRef":{}}} | spec.podGroupTemplateRef: Invalid value: "": must specify one of: `workload`
            {"spec":{"schedulingPolicy":{"basic":{}},"disruptionMode":"Odd"}} | spec.disruptionMode: Unsupported value: "Odd": supported values: "Pod", "PodGroup"
            {"spec":{"schedulingPolicy":{"basic":{}},"priority":1000000001}} | spec.priority: Invalid value: 1000000001: must be less than or equal to 1000000000
            {"spec":{"schedulingPolicy":{"basic":{}},"resourceClaims":[{"name":"a"}]}} | spec.resourceClaims[0]: Invalid value: "": must specify one of: `resourceClaimName`, `resourceClaimTemplateName`
            """)
    void podGroupsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("scheduling.k8s.io/v1alpha2", "PodGroup").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"schedulingPolicy":{"basic":{}}}} | {"spec":{"schedulingPolicy":{"gang":{"minCount":1}}}} | spec.schedulingPolicy: Invalid value: null: field is immutable
            """)
    void aPodGroupIsForEver(String old, String wanted, String error) {
        assertErrors(
                new Admission("scheduling.k8s.io/v1alpha2", "PodGroup").updateErrors(Json.read(old), Json.read(wanted)),
                error);
    }
}
