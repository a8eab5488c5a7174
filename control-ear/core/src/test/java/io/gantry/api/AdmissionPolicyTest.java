package io.gantry.api;

import static io.gantry.api.CustomResourceDefinitionTest.assertContains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gantry.api.ApiFixture.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of users: validating ones that refuse, warn and annotate, mutating ones that change what is written. */
class AdmissionPolicyTest {

    private static final String BASE = "/apis/admissionregistration.k8s.io/v1/";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String RULES = """
            "matchConstraints": {"resourceRules": [
              {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["configmaps"]}]}
            """;

    private final ApiFixture api = new ApiFixture();

    private Reply validating(String spec) {
        return api.post(
                BASE + "validatingadmissionpolicies",
                "{\"metadata\": {\"name\": \"p\"}, \"spec\": {" + RULES + ", " + spec + "}}");
    }

    private void bind(String more) {
        api.post(
                        BASE + "validatingadmissionpolicybindings",
                        "{\"metadata\": {\"name\": \"b\"}, \"spec\": {\"policyName\": \"p\", " + more + "}}")
                .is(201);
    }

    private Reply mutating(String spec) {
        return api.post(
                BASE + "mutatingadmissionpolicies",
                "{\"metadata\": {\"name\": \"m\"}, \"spec\": {" + RULES + ", \"reinvocationPolicy\": \"IfNeeded\", "
                        + spec + "}}");
    }

    private void bindMutation() {
        api.post(
                        BASE + "mutatingadmissionpolicybindings",
                        "{\"metadata\": {\"name\": \"mb\"}, \"spec\": {\"policyName\": \"m\"}}")
                .is(201);
    }

    private Reply create(String name, String data) {
        return api.post(MAPS, "{\"metadata\": {\"name\": \"" + name + "\"}, \"data\": " + data + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"expression": "object.data.size() > 1"} | failed expression: object.data.size() > 1
            {"expression": "object.data.size() > 1", "message": "more"} | more
            {"expression": "object.data.size() > 1", "messageExpression": "'got ' + string(object.data.size())"} | got 1
            {"expression": "object.data.size() > 1", "message": "plain", "messageExpression": "'got ' + object.data"} | plain
            {"expression": "object.data.missing == 'x'"} | expression 'object.data.missing == 'x'' resulted in error: no such key: missing
            {"expression": "namespaceObject.metadata.name == 'other'", "message": "n"} | n
            {"expression": "request.userInfo.username != 'admin' && request.operation == 'CREATE'", "message": "u"} | u
            {"expression": "oldObject != null", "message": "o"} | o
            {"expression": "request.options.kind != 'CreateOptions'", "message": "c"} | c
            {"expression": "!authorizer.group('apps').resource('deployments').check('get').allowed()", "message": "a"} | a
            {"expression": "!authorizer.requestResource.check('create').allowed()", "message": "r"} | r
            {"expression": "variables.small", "message": "v"} | v
            """)
    void aValidationThatDoesNotHoldRefuses(String validation, String expected) {
        validating("\"variables\": [{\"name\": \"count\", \"expression\": \"object.data.size()\"},"
                        + " {\"name\": \"small\", \"expression\": \"variables.count < 1\"}],"
                        + " \"validations\": [" + validation + "]")
                .is(201);
        bind("\"validationActions\": [\"Deny\"]");
        Reply refused = create("c", "{\"a\": \"1\"}").is(422);
        assertEquals("Invalid", refused.at("/reason"));
        assertEquals(
                "configmaps \"c\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: "
                        + expected,
                refused.message());
    }

    @Test
    void aPolicyWithoutABindingAndOneThatDoesNotMatchSayNothing() {
        validating("\"validations\": [{\"expression\": \"false\"}]").is(201);
        create("unbound", "{}").is(201);
        bind(
                "\"validationActions\": [\"Deny\"], \"matchResources\": {\"namespaceSelector\": {\"matchLabels\": {\"team\": \"x\"}}}");
        create("elsewhere", "{}").is(201);
        api.patch("/api/v1/namespaces/default", "merge-patch+json", "{\"metadata\": {\"labels\": {\"team\": \"x\"}}}")
                .is(200);
        create("here", "{}").is(422);
    }

    @ParameterizedTest
    @CsvSource({"x,422", "y,201"})
    void aNamespaceThatTheCacheDoesNotKnowYetIsSelectedByItsLabels(String team, int status) {
        validating("\"validations\": [{\"expression\": \"false\"}]").is(201);
        bind(
                "\"validationActions\": [\"Deny\"], \"matchResources\": {\"namespaceSelector\": {\"matchLabels\": {\"team\": \"x\"}}}");
        api.stopFollowing();
        api.post(
                        "/api/v1/namespaces",
                        "{\"metadata\": {\"name\": \"fresh\", \"labels\": {\"team\": \"" + team + "\"}}}")
                .is(201);
        api.post("/api/v1/namespaces/fresh/configmaps", "{\"metadata\": {\"name\": \"c\"}}")
                .is(status);
    }

    @Test
    void sessionsAreJudgedByTheirOptions() {
        api.post(BASE + "validatingadmissionpolicies", """
                        {"metadata": {"name": "p"}, "spec": {
                          "matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"],
                            "operations": ["CONNECT"], "resources": ["pods/exec", "nodes/proxy"]}]},
                          "validations": [{"messageExpression": "request.kind.kind + ' ' + request.subResource",
                            "expression": "request.subResource == 'exec' ? object.command[0] != 'sh' : object.path == '/ok'"}]}}
                        """).is(201);
        bind("\"validationActions\": [\"Deny\"]");
        String pod = "/api/v1/namespaces/default/pods/p";
        assertContains(api.get(pod + "/exec?command=sh&stdout=1").is(422).message(), "PodExecOptions exec");
        api.get(pod + "/exec?command=ls&stdout=1").is(404);
        assertContains(api.get("/api/v1/nodes/n/proxy/no").is(422).message(), "NodeProxyOptions proxy");
        api.get("/api/v1/nodes/n/proxy/ok").is(404);
    }

    @Test
    void aMutationThatFailsRefusesInItsOwnWords() {
        mutating("\"mutations\": [{\"patchType\": \"JSONPatch\", \"jsonPatch\": {\"expression\":"
                        + " \"[JSONPatch{op: 'remove', path: '/data/missing'}]\"}}]")
                .is(201);
        bindMutation();
        Reply refused = create("c", "{}").is(403);
        assertEquals("Invalid", refused.at("/reason"));
        assertContains(refused.message(), "policy 'm' with binding 'mb' denied request: ");
        assertEquals(refused.message(), refused.at("/details/causes/0/message"));
    }

    @Test
    void matchConditionsAndFailurePolicyDecideWhetherAPolicyIsAsked() {
        validating(
                        "\"failurePolicy\": \"Ignore\", \"matchConditions\": [{\"name\": \"big\", \"expression\":"
                                + " \"object.data.size() > 1\"}], \"validations\": [{\"expression\": \"object.data.c == 'c'\"}]")
                .is(201);
        bind("\"validationActions\": [\"Deny\"]");
        create("small", "{\"c\": \"x\"}").is(201);
        create("broken", "{\"a\": \"1\", \"b\": \"2\"}").is(201);
        create("wrong", "{\"a\": \"1\", \"c\": \"x\"}").is(422);
        create("right", "{\"a\": \"1\", \"c\": \"c\"}").is(201);
    }

    @Test
    void aPolicyMayWarnOnly() {
        validating("\"validations\": [{\"expression\": \"false\", \"message\": \"careful\"}]")
                .is(201);
        bind("\"validationActions\": [\"Warn\", \"Audit\"]");
        Reply warned = create("c", "{}").is(201);
        assertContains(
                warned.headers().get("Warning").toString(),
                "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': careful");
    }

    @Test
    void aBindingGivesParameters() {
        create("limits", "{\"max\": \"2\"}").is(201);
        validating(
                        "\"paramKind\": {\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\"}, \"validations\": [{\"expression\":"
                                + " \"object.data.size() <= int(params.data.max)\", \"messageExpression\": \"'at most ' + params.data.max\"}]")
                .is(201);
        bind(
                "\"validationActions\": [\"Deny\"], \"paramRef\": {\"name\": \"limits\", \"parameterNotFoundAction\": \"Deny\"}");
        create("two", "{\"a\": \"1\", \"b\": \"2\"}").is(201);
        assertContains(
                create("three", "{\"a\": \"1\", \"b\": \"2\", \"c\": \"3\"}")
                        .is(422)
                        .message(),
                "at most 2");
        api.delete(MAPS + "/limits").is(200);
        assertContains(
                create("none", "{}").is(422).message(),
                "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction");
    }

    @Test
    void anUpdateSeesTheOldObject() {
        validating(
                        "\"validations\": [{\"expression\": \"oldObject == null || object.data == oldObject.data\", \"message\": \"fixed\","
                                + " \"reason\": \"Forbidden\"}]")
                .is(201);
        bind("\"validationActions\": [\"Deny\"]");
        create("c", "{\"a\": \"1\"}").is(201);
        api.patch(MAPS + "/c", "merge-patch+json", "{\"metadata\": {\"labels\": {\"x\": \"y\"}}}")
                .is(200);
        api.patch(MAPS + "/c", "merge-patch+json", "{\"data\": {\"a\": \"2\"}}").is(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "validations": [{"expression": "object. > 1"}] | spec.validations[0].expression: Invalid value: "object. > 1": compilation failed: ERROR: <input>:1:9: Syntax error
            "validations": [{"expression": "'text'"}] | spec.validations[0].expression: Invalid value: "'text'": must evaluate to bool
            "validations": [{"expression": "true", "messageExpression": "1"}] | spec.validations[0].messageExpression: Invalid value: "1": must evaluate to string
            "validations": [{"expression": "params != null"}] | undeclared reference to 'params'
            "validations": [{"expression": "true"}], "variables": [{"name": "v", "expression": "nothing"}] | spec.variables[0].expression: Invalid value: "nothing": compilation failed
            "validations": [{"expression": "true"}], "matchConditions": [{"name": "m", "expression": "1"}] | spec.matchConditions[0].expression: Invalid value: "1": must evaluate to bool
            """)
    void anExpressionThatDoesNotCompileIsRefused(String spec, String expected) {
        assertContains(validating(spec).is(422).message(), expected);
    }

    @Test
    void aMutationAppliesAConfiguration() {
        mutating(
                        "\"mutations\": [{\"patchType\": \"ApplyConfiguration\", \"applyConfiguration\": {\"expression\":"
                                + " \"Object{metadata: Object.metadata{labels: {'by': request.userInfo.username}}, data: {'added': 'yes'}}\"}}]")
                .is(201);
        bindMutation();
        Reply created = create("c", "{\"a\": \"1\"}").is(201);
        assertEquals("admin", created.at("/metadata/labels/by"));
        assertEquals("yes", created.at("/data/added"));
        assertEquals("1", created.at("/data/a"));
    }

    @Test
    void aMutationPatchesAndValidationSeesTheResult() {
        mutating("\"mutations\": [{\"patchType\": \"JSONPatch\", \"jsonPatch\": {\"expression\":"
                        + " \"[JSONPatch{op: 'test', path: '/data/a', value: '1'}, JSONPatch{op: 'add', path:"
                        + " '/metadata/labels', value: {'x': 'z'}}, JSONPatch{op: 'add', path: '/metadata/labels/' +"
                        + " jsonpatch.escapeKey('x.io/y'), value: 'z'}]\"}}]")
                .is(201);
        bindMutation();
        validating("\"validations\": [{\"expression\": \"has(object.metadata.labels)\"}]")
                .is(201);
        bind("\"validationActions\": [\"Deny\"]");
        assertEquals(
                "z",
                create("tested", "{\"a\": \"1\"}")
                        .is(201)
                        .json()
                        .at("/metadata/labels")
                        .path("x.io/y")
                        .asText());
        create("untested", "{\"a\": \"2\"}").is(422);
    }

    @Test
    void aMutationIsRepeatedOnlyWhenOthersChangedTheObjectAfterIt() {
        String append =
                "\"mutations\": [{\"patchType\": \"JSONPatch\", \"jsonPatch\": {\"expression\": \"[JSONPatch{op: 'add', path: '/data/n',"
                        + " value: object.data.n + 'x'}]\"}}]";
        mutating(append).is(201);
        bindMutation();
        assertEquals("x", create("once", "{\"n\": \"\"}").is(201).at("/data/n"));
        api.post(
                        BASE + "mutatingadmissionpolicies",
                        "{\"metadata\": {\"name\": \"z\"}, \"spec\": {" + RULES
                                + ", \"reinvocationPolicy\": \"Never\", " + append.replace("'x'", "'z'") + "}}")
                .is(201);
        api.post(
                        BASE + "mutatingadmissionpolicybindings",
                        "{\"metadata\": {\"name\": \"zb\"}, \"spec\": {\"policyName\": \"z\"}}")
                .is(201);
        assertEquals("xzx", create("twice", "{\"n\": \"\"}").is(201).at("/data/n"));
    }

    @Test
    void aMutationMayChangeAnObjectOfAnotherGroup() {
        api.post(BASE + "mutatingadmissionpolicies", """
                        {"metadata": {"name": "m"}, "spec": {"reinvocationPolicy": "Never", "matchConstraints": {"resourceRules": [
                          {"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["deployments"]}]},
                         "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {"expression": "Object{spec: Object.spec{replicas: 1337}}"}}]}}
                        """).is(201);
        bindMutation();
        String deployment = """
                {"metadata": {"name": "d"}, "spec": {"replicas": 1, "selector": {"matchLabels": {"a": "b"}}, "template": {
                  "metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}}}}
                """;
        Reply created = api.post("/apis/apps/v1/namespaces/default/deployments", deployment)
                .is(201);
        assertEquals("1337", created.at("/spec/replicas"));
        assertEquals("c", created.at("/spec/template/spec/containers/0/name"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            Object{spec: Object.wrong{}} | type mismatch: unexpected type name "Object.wrong", expected "Object.spec"
            Object{data: {'a': 1}} | error applying patch: failed to convert patch object to typed object
            Object{data: object.missing} | no such key: missing
            """)
    void aMutationWithoutAResultRefuses(String expression, String expected) {
        mutating("\"mutations\": [{\"patchType\": \"ApplyConfiguration\", \"applyConfiguration\": {\"expression\": \""
                        + expression + "\"}}]")
                .is(201);
        bindMutation();
        assertContains(create("c", "{}").is(403).message(), expected);
    }

    @Test
    void aMutationWhoseResultCannotBeReadIsAnInternalError() {
        mutating("\"mutations\": [{\"patchType\": \"JSONPatch\", \"jsonPatch\": {\"expression\":"
                        + " \"[JSONPatch{op: 'add', path: '/data', value: 'text'}]\"}}]")
                .is(201);
        bindMutation();
        assertContains(create("c", "{}").is(500).message(), "Internal error occurred: ");
    }

    @Test
    void aMutationThatMakesNoObjectIsRefused() {
        String bad =
                "\"mutations\": [{\"patchType\": \"ApplyConfiguration\", \"applyConfiguration\": {\"expression\": \"{'a': 1}\"}}]";
        assertContains(
                mutating(bad).is(422).message(), "spec.mutations[0].applyConfiguration.expression: Invalid value");
        assertTrue(api.send("GET", BASE + "mutatingadmissionpolicies/m", "", Map.of())
                        .status()
                == 404);
    }

    /** Of upstream's end-to-end tests (validatingadmissionpolicy.go). */
    @Test
    void theStatusTellsOfTypesThatDoNotFit() {
        CustomResourceFixture fixture = new CustomResourceFixture();
        fixture.withSpec("{\"type\": \"object\", \"properties\": {\"replicas\": {\"type\": \"integer\"}}}");
        String policy = """
                {"metadata": {"name": "%s"}, "spec": {"matchConstraints": {"resourceRules": [
                  {"apiGroups": ["%s"], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["%s"]}]},
                 "validations": [{"expression": "%s", "messageExpression": "'wants more, got ' + %s"}]}}
                """;
        String path = BASE + "validatingadmissionpolicies";
        fixture.api
                .post(path, policy.formatted("good", "apps", "deployments", "object.spec.replicas > 1", "'x'"))
                .is(201);
        fixture.api
                .post(
                        path,
                        policy.formatted(
                                "confused",
                                "apps",
                                "deployments",
                                "object.spec.replicas > '1'",
                                "object.spec.replicas"))
                .is(201);
        fixture.api
                .post(
                        path,
                        policy.formatted(
                                "custom", "stable.example.com", "crontabs", "object.spec.maxRetries < 10", "'x'"))
                .is(201);
        fixture.settle();
        Reply good = fixture.api.get(path + "/good");
        assertEquals("{}", good.json().at("/status/typeChecking").toString());
        assertEquals("1", good.at("/status/observedGeneration"));
        Reply confused = fixture.api.get(path + "/confused");
        assertEquals(
                "spec.validations[0].expression", confused.at("/status/typeChecking/expressionWarnings/0/fieldRef"));
        assertContains(
                confused.at("/status/typeChecking/expressionWarnings/0/warning"),
                "apps/v1, Kind=Deployment: compilation failed: ERROR: <input>:1:22: found no matching overload for '_>_'"
                        + " applied to '(int, string)'");
        assertEquals(
                "spec.validations[0].messageExpression",
                confused.at("/status/typeChecking/expressionWarnings/1/fieldRef"));
        assertContains(
                fixture.api.get(path + "/custom").at("/status/typeChecking/expressionWarnings/0/warning"),
                "undefined field 'maxRetries'");
    }
}
