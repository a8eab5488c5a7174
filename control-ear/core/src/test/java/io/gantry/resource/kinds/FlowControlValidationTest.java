package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.resource.validation.DefaultFlows;
import io.gantry.resource.validation.PriorityClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowControlValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"p"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/a"]}]}]}} | NONE
            {"metadata":{"name":"a"},"spec":{"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/a"]}]}]}} | spec.priorityLevelConfiguration.name: Required value: must reference a priority level
            {"metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"p"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/a"]}]}],"matchingPrecedence":1}} | spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1
            {"metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"p"},"rules":[{}]}} | spec.rules[0].subjects: Required value: subjects must contain at least one value
            {"metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"p"},"rules":[{"subjects":[{"kind":"User","group":{"name":"g"}}]}]}} | spec.rules[0].subjects[0].user: Required value: user is required when subject kind is 'User'
            {"metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"p"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"},"group":{"name":"g"}}]}]}} | spec.rules[0].subjects[0].group: Forbidden: group is forbidden when subject kind is not 'Group'
            """)
    void schemasInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("flowcontrol.apiserver.k8s.io/v1", "FlowSchema").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{}}}}} | NONE
            {"metadata":{"name":"a"},"spec":{"type":"Exempt"}} | spec.type: Invalid value: "Exempt": must be 'Exempt' if and only if `name` is 'exempt'
            {"metadata":{"name":"a"},"spec":{"type":"Limited"}} | spec.limited: Required value: must not be empty when type is Limited
            {"metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue"}}}} | spec.limited.limitResponse.queuing: Required value: must not be empty if limited.limitResponse.type is Limited
            {"metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{"queues":128,"handSize":10}}}}} | spec.limited.limitResponse.queuing.handSize: Invalid value: 10: required entropy bits of deckSize 128 and handSize 10 should not be greater than 60
            {"metadata":{"name":"catch-all"},"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":6,"lendablePercent":0,"limitResponse":{"type":"Reject"}}}} | spec: Invalid value: {"type":"Limited","limited":{"nominalConcurrencyShares":6,"lendablePercent":0,"limitResponse":{"type":"Reject"}}}: spec of 'catch-all' must equal the fixed value
            """)
    void levelsInUpstreamsWords(String object, String error) {
        assertErrors(
                new Admission("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration").errors(object), error);
    }

    @Test
    void whatEveryClusterBeginsWithIsValid() {
        Admission schemas = new Admission("flowcontrol.apiserver.k8s.io/v1", "FlowSchema");
        Admission levels = new Admission("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration");
        Admission priorities = new Admission("scheduling.k8s.io/v1", "PriorityClass");
        assertThat(DefaultFlows.flowSchemas())
                .hasSize(11)
                .allSatisfy(
                        object -> assertThat(schemas.errors(object.toString())).isEmpty());
        assertThat(DefaultFlows.priorityLevels())
                .hasSize(8)
                .allSatisfy(
                        object -> assertThat(levels.errors(object.toString())).isEmpty());
        assertThat(PriorityClasses.system())
                .hasSize(2)
                .allSatisfy(object ->
                        assertThat(priorities.errors(object.toString())).isEmpty());
    }
}
