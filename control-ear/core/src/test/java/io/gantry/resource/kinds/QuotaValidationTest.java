package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"hard":{"pods":"10","requests.cpu":"1","count/jobs.batch":"3"}}} | NONE
            {"spec":{"hard":{"storage":"1Gi"}}} | spec.hard[storage]: Invalid value: "storage": must be a standard resource for quota
            {"spec":{"hard":{"odd":"1"}}} | spec.hard[odd]: Invalid value: "odd": must be a standard resource type or fully qualified
            {"spec":{"hard":{"pods":"1500m"}}} | spec.hard[pods]: Invalid value: "1500m": must be an integer
            {"spec":{"hard":{"pods":"-1"}}} | spec.hard[pods]: Invalid value: "-1": must be greater than or equal to 0
            {"spec":{"scopes":["Odd"]}} | spec.scopes: Invalid value: ["Odd"]: unsupported scope
            {"spec":{"hard":{"services":"1"},"scopes":["BestEffort"]}} | spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource
            {"spec":{"scopes":["Terminating","NotTerminating"]}} | spec.scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes
            {"spec":{"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In"}]}}} | spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector
            """)
    void quotasInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("v1", "ResourceQuota").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"scopes":["BestEffort"]}} | {"spec":{"scopes":["NotBestEffort"]}} | spec.scopes: Invalid value: ["NotBestEffort"]: field is immutable
            """)
    void aQuotaKeepsItsScopes(String old, String wanted, String error) {
        assertErrors(new Admission("v1", "ResourceQuota").updateErrors(Json.read(old), Json.read(wanted)), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},"min":{"cpu":"1"}}]}} | NONE
            {"spec":{"limits":[{"type":"Odd"}]}} | spec.limits[0].type: Invalid value: "Odd": must be a standard limit type or fully qualified
            {"spec":{"limits":[{"type":"Pod"},{"type":"Pod"}]}} | spec.limits[1].type: Duplicate value: "Pod"
            {"spec":{"limits":[{"type":"Container","max":{"cpu":"1"},"min":{"cpu":"2"}}]}} | spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1
            {"spec":{"limits":[{"type":"Pod","default":{"cpu":"1"}}]}} | spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'
            {"spec":{"limits":[{"type":"PersistentVolumeClaim"}]}} | spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided
            {"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},"min":{"cpu":"1"},"maxLimitRequestRatio":{"cpu":"3"}}]}} | spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "3": ratio 3 is greater than max/min = 2.000000
            """)
    void limitsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("v1", "LimitRange").errors(object), error);
    }

    @Test
    void aLimitOfContainersIsTheirDefault() {
        assertThat(new Admission("v1", "LimitRange")
                        .defaulted(
                                "{\"spec\":{\"limits\":[{\"type\":\"Container\",\"max\":{\"cpu\":\"2\"},\"min\":{\"memory\":\"1Gi\"}}]}}")
                        .at("/spec/limits/0"))
                .isEqualTo(Json.read("{\"type\":\"Container\",\"max\":{\"cpu\":\"2\"},\"min\":{\"memory\":\"1Gi\"},"
                        + "\"default\":{\"cpu\":\"2\"},\"defaultRequest\":{\"cpu\":\"2\",\"memory\":\"1Gi\"}}"));
    }
}
