package io.gantry.api;

import static io.gantry.api.CustomResourceDefinitionTest.assertContains;
import static io.gantry.api.CustomResourceFixture.CRONTABS;
import static io.gantry.api.CustomResourceFixture.DEFINITIONS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gantry.api.ApiFixture.Reply;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of custom resources ({@code x-kubernetes-validations}): what may be written, and what it refuses. */
class ValidationRulesTest {

    /** Of upstream's end-to-end tests (crd_validation_rules.go). */
    private static final String CONFORMANCE = """
            {"type": "object", "properties": {
              "spec": {"type": "object",
                "x-kubernetes-validations": [
                  {"rule": "self.x + self.y > 0"},
                  {"rule": "self.firstArray.isSorted() && self.secondArray.isSorted() && ((self.firstArray.sum() + self.secondArray.sum()) % 2 == 0)"},
                  {"rule": "self.largeArray.all(x, self.largeArray.all(y, y == x))"}],
                "properties": {
                  "x": {"type": "integer"}, "y": {"type": "integer"},
                  "firstArray": {"type": "array", "maxItems": 1000, "items": {"type": "integer"}},
                  "secondArray": {"type": "array", "maxItems": 1000, "items": {"type": "integer"}},
                  "largeArray": {"type": "array", "maxItems": 725, "items": {"type": "integer"}}}},
              "status": {"type": "object",
                "x-kubernetes-validations": [{"rule": "self.health == 'ok' || self.health == 'unhealthy'"}],
                "properties": {"health": {"type": "string"}}}}}
            """;

    private final CustomResourceFixture fixture = new CustomResourceFixture();
    private final ApiFixture api = fixture.api;

    private static String spec(String schema) {
        return "{\"type\": \"object\", \"properties\": {\"spec\": " + schema + "}}";
    }

    @Test
    void anObjectThatSatisfiesTheRulesIsCreated() {
        fixture.declare(CustomResourceFixture.definition(CONFORMANCE)).is(201);
        fixture.create("{\"x\": 1, \"y\": 0, \"firstArray\": [3, 4], \"secondArray\": [5, 10], \"largeArray\": [2, 2]}")
                .is(201);
    }

    @Test
    void anObjectThatDoesNotIsRefused() {
        fixture.declare(CustomResourceFixture.definition(CONFORMANCE)).is(201);
        String message = fixture.create("{\"x\": 0, \"y\": 0}").is(422).message();
        assertContains(message, "spec: Invalid value: failed rule: self.x + self.y > 0");
        assertContains(
                message,
                "spec: Invalid value: \"object\": no such key: firstArray evaluating rule: self.firstArray.isSorted()");
    }

    @Test
    void anObjectThatCostsTooMuchIsRefused() {
        fixture.declare(CustomResourceFixture.definition(CONFORMANCE)).is(201);
        String array = String.join(",", Collections.nCopies(725, "20"));
        String message =
                fixture.create("{\"largeArray\": [" + array + "]}").is(422).message();
        assertContains(message, "call cost exceeds limit");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"type": "object", "x-kubernetes-validations": [{"rule": "self.z == 100"}], "properties": {"x": {"type": "integer"}}} | properties[spec].x-kubernetes-validations[0].rule: Invalid value: apiextensions.ValidationRule{Rule:"self.z == 100", Message:"", MessageExpression:"", Reason:(*apiextensions.FieldValueErrorReason)(nil), FieldPath:"", OptionalOldSelf:(*bool)(nil)}: compilation failed: ERROR: <input>:1:5: undefined field 'z'
            {"type": "object", "x-kubernetes-validations": [{"rule": "self = 42"}]} | Syntax error
            {"type": "object", "x-kubernetes-validations": [{"rule": "1 + 1"}]} | cel expression must evaluate to a bool
            {"type": "object", "x-kubernetes-validations": [{"rule": "true", "messageExpression": "1"}]} | x-kubernetes-validations[0].messageExpression: Invalid value: apiextensions.ValidationRule{
            {"type": "object", "properties": {"x": {"type": "array", "items": {"type": "array", "items": {"type": "string"}, "x-kubernetes-validations": [{"rule": "self.all(s, s == 'string constant')"}]}}}} | properties[x].items.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)
            {"type": "object", "properties": {"x": {"type": "array", "items": {"type": "integer", "x-kubernetes-validations": [{"rule": "self > oldSelf"}]}}}} | Invalid value: "self > oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within spec.validation.openAPIV3Schema.properties[spec].properties[x]
            {"type": "object", "x-kubernetes-validations": [{"rule": "true", "optionalOldSelf": true}]} | optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule
            {"type": "object", "x-kubernetes-validations": [{"rule": "true", "fieldPath": ".nothing"}]} | fieldPath: Invalid value: ".nothing": must be a valid path
            {"type": "object", "x-kubernetes-validations": [{"rule": "true", "reason": "Odd"}]} | reason: Unsupported value: "Odd": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"
            {"type": "object", "x-kubernetes-validations": [{"rule": "self.x.all(s, s.contains('a'))"}], "properties": {"x": {"type": "array", "items": {"type": "string"}}}} | exceeds budget by factor of
            """)
    void aDefinitionWithABadRuleIsRefused(String schema, String expected) {
        Reply reply = api.post(DEFINITIONS, CustomResourceFixture.definition(spec(schema)));
        assertContains(reply.is(422).message(), expected);
    }

    @Test
    void whatUpstreamHoldsForCheapMayBeWrittenAndWordsOfTheLanguageNameFields() {
        fixture.declare(CustomResourceFixture.definition(spec("""
                {"type": "object", "properties": {
                  "namespace": {"type": "string", "maxLength": 63},
                  "addresses": {"type": "array", "items": {"type": "string"}},
                  "labels": {"type": "object", "additionalProperties": {"type": "string"}, "x-kubernetes-validations": [
                    {"rule": "self.all(key, key.matches('^[a-z./]+$') && key.split('/')[0].size() < 253)"}]}},
                 "x-kubernetes-validations": [
                   {"rule": "!(has(self.addresses) ? self.addresses : []).exists(one, one.contains('/'))"},
                   {"rule": "!has(self.namespace) || self.namespace == self.__namespace__"}]}
                """))).is(201);
        fixture.create("{\"namespace\": \"n\", \"labels\": {\"a/b\": \"c\"}}").is(201);
        fixture.create("{\"labels\": {\"A\": \"c\"}}").is(422);
    }

    @Test
    void aTransitionRuleHoldsForChangesOnly() {
        fixture.declare(
                        CustomResourceFixture.definition(
                                spec(
                                        "{\"type\": \"object\", \"properties\": {\"num\": {\"type\": \"integer\", \"x-kubernetes-validations\": [{\"rule\": \"self > oldSelf\"}]}}}")))
                .is(201);
        fixture.create("{\"num\": 10}").is(201);
        assertContains(
                change("{\"num\": 9}").is(422).message(), "spec.num: Invalid value: 9: failed rule: self > oldSelf");
        change("{\"num\": 11}").is(200);
    }

    @Test
    void anOptionalOldSelfHoldsForNewObjectsToo() {
        fixture.declare(CustomResourceFixture.definition(spec("""
                {"type": "object", "properties": {"num": {"type": "integer", "x-kubernetes-validations": [
                  {"rule": "oldSelf.hasValue() ? self >= oldSelf.value() : self == 1", "optionalOldSelf": true}]}}}
                """))).is(201);
        fixture.create("{\"num\": 2}").is(422);
        fixture.create("{\"num\": 1}").is(201);
        change("{\"num\": 0}").is(422);
        change("{\"num\": 5}").is(200);
    }

    @Test
    void messagesReasonsAndPathsAreThoseOfTheRule() {
        fixture.declare(CustomResourceFixture.definition(spec("""
                {"type": "object", "properties": {"min": {"type": "integer"}, "max": {"type": "integer"}, "name": {"type": "string", "maxLength": 10}},
                 "x-kubernetes-validations": [
                  {"rule": "self.min <= self.max", "message": "too small", "messageExpression": "'%d is more than %d'.format([self.min, self.max])",
                   "reason": "FieldValueForbidden", "fieldPath": ".min"},
                  {"rule": "self.name != 'x'", "message": " not x ", "reason": "FieldValueDuplicate"}]}
                """))).is(201);
        Reply reply =
                fixture.create("{\"min\": 3, \"max\": 2, \"name\": \"x\"}").is(422);
        assertContains(reply.message(), "spec.min: Forbidden: 3 is more than 2");
        assertContains(reply.message(), "spec: Duplicate value");
        assertEquals("FieldValueForbidden", reply.at("/details/causes/0/reason"));
    }

    @Test
    void whatWasWrongBeforeOnlyWarnsUntilItChanges() {
        String loose = spec(
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}, \"b\": {\"type\": \"string\"}}}");
        String strict = loose.replace(
                "\"a\": {\"type\": \"string\"",
                "\"a\": {\"type\": \"string\", \"maxLength\": 9, \"x-kubernetes-validations\": [{\"rule\": \"self == 'good'\"}]");
        fixture.declare(CustomResourceFixture.definition(loose)).is(201);
        fixture.create("{\"a\": \"bad\", \"b\": \"1\"}").is(201);
        String definition =
                api.get(DEFINITIONS + "/crontabs.stable.example.com").text();
        api.patch(
                        DEFINITIONS + "/crontabs.stable.example.com",
                        "merge-patch+json",
                        "{\"spec\": {\"versions\": "
                                + io.gantry.object.Json.read(CustomResourceFixture.definition(strict))
                                        .at("/spec/versions")
                                + "}}")
                .is(200);
        fixture.settle();
        Reply changed = change("{\"a\": \"bad\", \"b\": \"2\"}").is(200);
        assertContains(changed.headers().get("Warning").toString(), "failed rule: self == 'good'");
        change("{\"a\": \"worse\", \"b\": \"2\"}").is(422);
        assertFalse(definition.contains("x-kubernetes-validations"));
    }

    @Test
    void statusIsJudgedWhenStatusIsWritten() {
        fixture.declare(CustomResourceFixture.definition(CONFORMANCE, ", \"subresources\": {\"status\": {}}"))
                .is(201);
        fixture.create("{\"x\": 1, \"y\": 0, \"firstArray\": [3, 4], \"secondArray\": [5, 10], \"largeArray\": [2, 2]}")
                .is(201);
        String path = CRONTABS + "/my/status";
        assertContains(
                api.patch(path, "merge-patch+json", "{\"status\": {\"health\": \"ill\"}}")
                        .is(422)
                        .message(),
                "status: Invalid value: failed rule: self.health == 'ok'");
        api.patch(path, "merge-patch+json", "{\"status\": {\"health\": \"ok\"}}")
                .is(200);
    }

    @Test
    void aRuleAtTheRootSeesNameAndKind() {
        fixture.declare(
                        CustomResourceFixture.definition(
                                "{\"type\": \"object\", \"x-kubernetes-validations\": [{\"rule\": \"self.metadata.name != 'my' && self.kind == 'CronTab'\", \"message\": \"not mine\"}]}"))
                .is(201);
        assertContains(fixture.create("{}").is(422).message(), "<nil>: Invalid value: not mine");
    }

    private Reply change(String spec) {
        return api.patch(CRONTABS + "/my", "merge-patch+json", "{\"spec\": " + spec + "}");
    }
}
