package io.gantry.api;

import static io.gantry.api.CustomResourceFixture.CRONTABS;
import static io.gantry.api.CustomResourceFixture.DEFINITIONS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.object.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Definitions of custom resources: what is refused, what becomes of their names, how they come and go. */
class CustomResourceDefinitionTest {

    private static final String ANY = "{\"type\": \"object\", \"x-kubernetes-preserve-unknown-fields\": true}";
    private static final String NAME = "crontabs.stable.example.com";

    private final CustomResourceFixture fixture = new CustomResourceFixture();
    private final ApiFixture api = fixture.api;

    @Test
    void aDefinitionIsCompletedEstablishedAndServed() {
        Reply created = fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        assertEquals("crontab", created.at("/spec/names/singular"));
        assertEquals("CronTabList", created.at("/spec/names/listKind"));
        assertEquals("None", created.at("/spec/conversion/strategy"));
        assertEquals("v1", created.at("/status/storedVersions/0"));
        Reply present = api.get(DEFINITIONS + "/" + NAME);
        assertEquals("crontabs", present.at("/status/acceptedNames/plural"));
        assertEquals(
                "NoConflicts",
                fixture.condition(NAME, "NamesAccepted").path("reason").asText());
        assertEquals(
                "True", fixture.condition(NAME, "Established").path("status").asText());
        assertEquals("CronTabList", api.get(CRONTABS).is(200).at("/kind"));
    }

    @Test
    void discoveryShowsWhatIsServedUnderANewEtag() {
        Map<String, String> aggregated =
                Map.of("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        Reply before = api.send("GET", "/apis", "", aggregated);
        fixture.declare(CustomResourceFixture.definition(ANY, ", \"subresources\": {\"status\": {}}"));
        Reply after = api.send("GET", "/apis", "", aggregated);
        assertNotEquals(before.headers().get("ETag"), after.headers().get("ETag"));
        assertTrue(after.text().contains("stable.example.com"));
        Reply resources = api.get("/apis/stable.example.com/v1").is(200);
        assertEquals("crontabs", resources.at("/resources/0/name"));
        assertEquals("ct", resources.at("/resources/0/shortNames/0"));
        assertEquals("all", resources.at("/resources/0/categories/0"));
        assertEquals("crontabs/status", resources.at("/resources/1/name"));
        assertEquals("v1", api.get("/apis/stable.example.com").at("/preferredVersion/version"));
    }

    @Test
    void aNameThatIsTakenIsRefusedUntilItIsFree() {
        fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        String rival = CustomResourceFixture.definition(ANY)
                .replace("\"plural\": \"crontabs\"", "\"plural\": \"tabs\", \"singular\": \"tab\"")
                .replace("crontabs.stable", "tabs.stable");
        fixture.declare(rival).is(201);
        assertEquals(
                "ListKindConflict",
                fixture.condition("tabs.stable.example.com", "NamesAccepted")
                        .path("reason")
                        .asText());
        assertEquals(
                "\"CronTabList\" is already in use",
                fixture.condition("tabs.stable.example.com", "NamesAccepted")
                        .path("message")
                        .asText());
        assertEquals(
                "NotAccepted",
                fixture.condition("tabs.stable.example.com", "Established")
                        .path("reason")
                        .asText());
        api.get("/apis/stable.example.com/v1/tabs").is(404);
        api.delete(DEFINITIONS + "/" + NAME).is(200);
        fixture.settle();
        assertEquals(
                "True",
                fixture.condition("tabs.stable.example.com", "Established")
                        .path("status")
                        .asText());
        api.get("/apis/stable.example.com/v1/tabs").is(200);
    }

    @Test
    void deletingADefinitionDeletesItsObjectsFirst() {
        fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        fixture.create("{}").is(201);
        WatchStream watch = api.watch(CRONTABS + "?watch=true&resourceVersion=0");
        ApiFixture.events(watch);
        Reply deleted = api.delete(DEFINITIONS + "/" + NAME).is(200);
        assertEquals("customresourcecleanup.apiextensions.k8s.io", deleted.at("/metadata/finalizers/0"));
        assertTrue(deleted.text().contains("InstanceDeletionPending"));
        assertEquals(
                "crontabs.stable.example.com \"late\" is forbidden: create not allowed while custom resource definition"
                        + " is terminating",
                fixture.create("late", "{}").is(403).message());
        fixture.settle();
        api.get(DEFINITIONS + "/" + NAME).is(404);
        api.get(CRONTABS).is(404);
        assertEquals(List.of("DELETED my"), ApiFixture.events(watch));
        assertTrue(watch.ended());
        assertFalse(api.get("/apis").text().contains("stable.example.com"));
    }

    @Test
    void aFinalizerOfAnObjectHoldsTheDefinition() {
        fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        fixture.create("{}").is(201);
        api.patch(CRONTABS + "/my", "merge-patch+json", "{\"metadata\": {\"finalizers\": [\"example.com/hold\"]}}")
                .is(200);
        api.delete(DEFINITIONS + "/" + NAME).is(200);
        fixture.settle();
        assertEquals(
                "InstanceDeletionInProgress",
                fixture.condition(NAME, "Terminating").path("reason").asText());
        api.patch(CRONTABS + "/my", "merge-patch+json", "{\"metadata\": {\"finalizers\": null}}")
                .is(200);
        fixture.settle();
        api.get(DEFINITIONS + "/" + NAME).is(404);
    }

    @Test
    void aChangedDefinitionEndsWatches() {
        fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        WatchStream watch = api.watch(CRONTABS + "?watch=true&resourceVersion=0");
        assertFalse(watch.ended());
        api.patch(DEFINITIONS + "/" + NAME, "merge-patch+json", "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")
                .is(200);
        assertFalse(watch.ended());
        api.patch(DEFINITIONS + "/" + NAME, "merge-patch+json", "{\"spec\": {\"names\": {\"shortNames\": [\"c\"]}}}")
                .is(200);
        assertTrue(watch.ended());
    }

    @Test
    void deletingANamespaceDeletesItsCustomResources() {
        fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        api.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"other\"}}").is(201);
        String other = CRONTABS.replace("default", "other");
        api.post(other, CustomResourceFixture.crontab("my", "{}")).is(201);
        api.delete("/api/v1/namespaces/other").is(200);
        fixture.settle();
        api.get(other + "/my").is(404);
        api.get("/api/v1/namespaces/other").is(404);
    }

    @Test
    void whatLosesItsCustomOwnerIsCollected() {
        fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        String uid = fixture.create("{}").is(201).at("/metadata/uid");
        api.post(
                        "/api/v1/namespaces/default/configmaps",
                        "{\"metadata\": {\"name\": \"owned\", \"ownerReferences\": [{"
                                + "\"apiVersion\": \"stable.example.com/v1\", \"kind\": \"CronTab\", \"name\": \"my\", \"uid\": \""
                                + uid + "\"}]}}")
                .is(201);
        api.delete(CRONTABS + "/my").is(200);
        fixture.settle();
        api.get("/api/v1/namespaces/default/configmaps/owned").is(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "group": "stable.example.com" | "group": "example" | spec.group: Invalid value: "example": should be a domain with at least one dot
            "scope": "Namespaced" | "scope": "Some" | spec.scope: Unsupported value: "Some": supported values: "Cluster", "Namespaced"
            "storage": true | "storage": false | must have exactly one version marked as storage version
            "plural": "crontabs" | "plural": "tabs" | metadata.name: Invalid value: "crontabs.stable.example.com": must be spec.names.plural+"."+spec.group
            "kind": "CronTab" | "kind": "CronTab", "listKind": "CronTab" | spec.names.listKind: Invalid value: "CronTab": kind and listKind may not be the same
            "scope": "Namespaced" | "scope": "Namespaced", "conversion": {"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"]}} | spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook
            "scope": "Namespaced" | "scope": "Namespaced", "conversion": {"strategy": "Webhook", "webhook": {"clientConfig": {"url": "https://a.b/c"}}} | spec.conversion.conversionReviewVersions: Required value
            "scope": "Namespaced" | "scope": "Namespaced", "conversion": {"strategy": "None", "webhook": {"conversionReviewVersions": ["v1"]}} | spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook
            "scope": "Namespaced" | "scope": "Namespaced", "conversion": {"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"], "clientConfig": {"url": "https://a.b/c", "caBundle": "YQ=="}}} | spec.conversion.webhookClientConfig.caBundle: Invalid value: unable to load root certificates: unable to parse bytes as PEM block
            "served": true | "served": true, "selectableFields": [{"jsonPath": ".spec.x"}] | spec.selectableFields[0].jsonPath: Invalid value: ".spec.x": is an invalid path
            "served": true | "served": true, "additionalPrinterColumns": [{"name": "x", "type": "text", "jsonPath": ".x"}] | spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string
            "served": true | "served": true, "subresources": {"scale": {"specReplicasPath": ".a", "statusReplicasPath": ".status.b"}} | spec.subresources.scale.specReplicasPath: Invalid value: ".a": should be a json path under .spec
            """)
    void refusesADefinition(String from, String to, String expected) {
        String definition =
                CustomResourceFixture.definition("{\"type\": \"object\"}").replace(from, to);
        assertContains(api.post(DEFINITIONS, definition).is(422).message(), expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "string"} | openAPIV3Schema.type: Invalid value: "string": must be object at the root
            {"type": "object", "properties": {"spec": {}}} | openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields
            {"type": "object", "properties": {"a": {"type": "array"}}} | openAPIV3Schema.properties[a].items: Required value: must be specified
            {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}, "uniqueItems": true}}} | openAPIV3Schema.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic
            {"type": "object", "anyOf": [{"properties": {"x": {"minimum": 1}}}]} | openAPIV3Schema.properties[x]: Required value: because it is defined in spec.validation.openAPIV3Schema.anyOf[0].properties[x]
            {"type": "object", "allOf": [{"type": "object"}]} | openAPIV3Schema.allOf[0].type: Forbidden: must be empty to be structural
            {"type": "object", "properties": {"metadata": {"type": "object", "required": ["x"]}}} | openAPIV3Schema.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified
            {"type": "object", "properties": {"a": {"type": "string", "pattern": "("}}} | openAPIV3Schema.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn't
            {"type": "object", "properties": {"a": {"type": "string", "default": 3}}} | openAPIV3Schema.properties[a].default: Invalid value: "integer"
            {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "object"}, "x-kubernetes-list-type": "map"}}} | openAPIV3Schema.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map
            {"type": "object", "properties": {"a": {"type": "object", "additionalProperties": {"type": "string"}, "properties": {"b": {"type": "string"}}}}} | openAPIV3Schema.properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive
            {"type": "object", "x-kubernetes-validations": [{"rule": " "}]} | openAPIV3Schema.x-kubernetes-validations[0].rule: Required value: rule is not specified
            """)
    void refusesASchemaThatIsNotStructural(String schema, String expected) {
        assertContains(
                api.post(DEFINITIONS, CustomResourceFixture.definition(schema))
                        .is(422)
                        .message(),
                expected);
    }

    @Test
    void anEstablishedDefinitionKeepsItsScopeAndKind() {
        fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        Reply reply = api.patch(
                DEFINITIONS + "/" + NAME,
                "merge-patch+json",
                "{\"spec\": {\"scope\": \"Cluster\", \"names\": {\"kind\": \"Tab\"}}}");
        assertContains(reply.is(422).message(), "spec.scope: Invalid value: \"Cluster\": field is immutable");
        assertContains(reply.message(), "spec.names.kind: Invalid value: \"Tab\": field is immutable");
    }

    @Test
    void aVersionThatObjectsMayBeStoredInCannotGo() {
        fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        String path = DEFINITIONS + "/" + NAME;
        String other =
                "{\"spec\": {\"versions\": [{\"name\": \"v2\", \"served\": true, \"storage\": true, \"schema\": {\"openAPIV3Schema\": "
                        + ANY + "}}]}}";
        assertContains(
                api.patch(path, "merge-patch+json", other).is(422).message(),
                "status.storedVersions[0]: Invalid value: \"v1\": missing from spec.versions");
    }

    @Test
    void objectsAreStoredInTheStorageVersionIfInNoOther() {
        fixture.declare(CustomResourceFixture.definition(ANY)).is(201);
        Reply emptied = api.patch(
                        DEFINITIONS + "/" + NAME + "/status",
                        "merge-patch+json",
                        "{\"status\": {\"storedVersions\": []}}")
                .is(200);
        assertEquals("[\"v1\"]", emptied.json().at("/status/storedVersions").toString());
    }

    @Test
    void aFormatThatIsNotCheckedIsWarnedOf() {
        String schema =
                "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\", \"format\": \"colour\"}}}";
        Reply created =
                fixture.declare(CustomResourceFixture.definition(schema)).is(201);
        assertContains(created.headers().get("Warning").toString(), "unrecognized format \\\"colour\\\"");
    }

    @Test
    void theExampleWorks() throws IOException {
        String yaml = Files.readString(Path.of("../../examples/crontab.yaml"));
        api.send("POST", DEFINITIONS, yaml, Map.of("Content-Type", "application/yaml"))
                .is(201);
        fixture.settle();
        fixture.create("{\"cronSpec\": \"daily\"}").is(422);
        assertEquals(
                "1", fixture.create("{\"cronSpec\": \"0 3 * * *\"}").is(201).at("/spec/replicas"));
    }

    @Test
    void protectedGroupsNeedAnApproval() {
        String definition = CustomResourceFixture.definition(ANY).replace("example.com", "k8s.io");
        assertContains(
                api.post(DEFINITIONS, definition).is(422).message(),
                "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval");
        String unapproved = definition.replace(
                "\"metadata\": {",
                "\"metadata\": {\"annotations\": {\"api-approved.kubernetes.io\": \"unapproved, a test\"},");
        fixture.declare(unapproved).is(201);
        assertEquals(
                "UnapprovedAnnotation",
                fixture.condition("crontabs.stable.k8s.io", "KubernetesAPIApprovalPolicyConformant")
                        .path("reason")
                        .asText());
    }

    @Test
    void openApiPublishesTheSchema() {
        fixture.withSpec(
                "{\"type\": \"object\", \"description\": \"What is wanted.\", \"properties\": {\"cron\": {\"type\":"
                        + " \"string\", \"nullable\": true}, \"port\": {\"x-kubernetes-int-or-string\": true, \"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"string\"}]}}}");
        assertTrue(api.get("/openapi/v3").text().contains("apis/stable.example.com/v1"));
        String name = "com.example.stable.v1.CronTab";
        var third =
                api.get("/openapi/v3/apis/stable.example.com/v1").is(200).json().at("/components/schemas");
        assertEquals(
                "What is wanted.",
                third.path(name).at("/properties/spec/description").asText());
        assertTrue(
                third.path(name).at("/properties/spec/properties/cron/nullable").asBoolean());
        assertEquals(
                "CronTab",
                third.path(name).at("/x-kubernetes-group-version-kind/0/kind").asText());
        assertTrue(third.has("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"));
        assertTrue(third.has(name + "List"));
        var second = api.get("/openapi/v2").is(200).json().path("definitions").path(name);
        assertEquals(
                "What is wanted.", second.at("/properties/spec/description").asText());
        assertEquals(Json.object(), second.at("/properties/spec/properties/cron"));
        assertFalse(second.at("/properties/spec/properties/port").has("anyOf"));
        assertEquals(
                "CronTab", second.at("/x-kubernetes-group-version-kind/0/kind").asText());
    }

    @Test
    void openApiOffersThePatchesThatCustomResourcesTake() {
        fixture.withSpec("{\"type\": \"object\"}");
        String patch = "/paths/~1apis~1stable.example.com~1v1~1namespaces~1{namespace}~1crontabs~1{name}/patch";
        List<String> taken =
                List.of("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");
        var third = api.get("/openapi/v3/apis/stable.example.com/v1").json().at(patch);
        assertEquals(
                taken,
                third.at("/requestBody/content")
                        .propertyStream()
                        .map(Map.Entry::getKey)
                        .toList());
        var second = api.get("/openapi/v2").json().at(patch);
        assertEquals(
                taken,
                second.path("consumes").valueStream().map(JsonNode::asText).toList());
    }

    @Test
    void whatAllVersionsShareIsRefusedOnce() {
        String same = "{\"type\": \"object\", \"properties\": {\"n\": {}}}";
        String other = "{\"type\": \"object\", \"properties\": {\"m\": {}}}";
        String version = "{\"name\": \"%s\", \"served\": true, \"storage\": %s, \"schema\": {\"openAPIV3Schema\": %s}}";
        String definition =
                "{\"metadata\": {\"name\": \"foos.a.io\"}, \"spec\": {\"group\": \"a.io\", \"scope\": \"Cluster\","
                        + " \"names\": {\"plural\": \"foos\", \"kind\": \"Foo\"}, \"versions\": [%s, %s]}}";
        String why = "Required value: must not be empty for specified object fields";
        String name = "CustomResourceDefinition.apiextensions.k8s.io \"foos.a.io\" is invalid: ";
        String first = version.formatted("v1", "true", same);
        assertEquals(
                name + "spec.validation.openAPIV3Schema.properties[n].type: " + why,
                api.post(
                                CustomResourceFixture.DEFINITIONS,
                                definition.formatted(first, version.formatted("v2", "false", same)))
                        .message());
        assertEquals(
                name + "[spec.versions[0].schema.openAPIV3Schema.properties[n].type: " + why
                        + ", spec.versions[1].schema.openAPIV3Schema.properties[m].type: " + why + "]",
                api.post(
                                CustomResourceFixture.DEFINITIONS,
                                definition.formatted(first, version.formatted("v2", "false", other)))
                        .message());
    }

    static void assertContains(String text, String part) {
        assertTrue(text.contains(part), () -> "expected \"" + part + "\" in " + text);
    }
}
