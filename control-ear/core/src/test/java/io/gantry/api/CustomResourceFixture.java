package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.controller.ControllerGroup;
import io.gantry.controller.SteppedWorkers;
import io.gantry.controller.customresource.CustomResourceDefinitionController;
import io.gantry.controller.garbage.GarbageCollector;
import io.gantry.controller.namespace.NamespaceController;
import io.gantry.controller.validatingadmissionpolicystatus.ValidatingAdmissionPolicyStatusController;
import io.gantry.customresource.CustomResourceServing;
import io.gantry.customresource.conversion.Conversions;
import io.gantry.object.Json;
import io.gantry.store.MemoryObjectStore;
import io.gantry.webhook.WebhookClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An API server with everything that custom resources need: serving, and the controllers that establish and clean up. */
final class CustomResourceFixture {

    static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    static final String CRONTABS = "/apis/stable.example.com/v1/namespaces/default/crontabs";

    final ApiFixture api;
    private final ControllerGroup controllers;

    CustomResourceFixture() {
        this(new ApiFixture());
    }

    /**
     * For long runs.
     *
     * @param remembered events that its store and its cache keep
     */
    CustomResourceFixture(int remembered) {
        this(new ApiFixture(remembered, new MemoryObjectStore(remembered)));
    }

    private CustomResourceFixture(ApiFixture api) {
        this.api = api;
        Conversions conversions = new Conversions(
                new WebhookClient(api.webhooks), () -> UUID.randomUUID().toString());
        new CustomResourceServing(api.resources, api.cache, conversions).follow();
        controllers = new ControllerGroup(
                List.of(
                        new CustomResourceDefinitionController(),
                        new ValidatingAdmissionPolicyStatusController(api.resources::all),
                        new NamespaceController(api.resources::all),
                        new GarbageCollector(api.resources::all)),
                api.cache,
                api.registry,
                new SteppedWorkers(),
                api::now);
        api.cache.onEvent(controllers::onEvent);
        controllers.start(api.store.revision());
    }

    /** Lets the controllers do what is due. */
    void settle() {
        int quiet = 0;
        while (quiet < 5) {
            api.cache.catchUp();
            quiet = controllers.step(api.now()) ? 0 : quiet + 1;
            if (quiet > 0) {
                api.advance(Duration.ofMillis(100));
                controllers.tick(api.now());
            }
        }
    }

    /** A definition of namespaced crontabs with one version and this schema of the whole object. */
    static String definition(String schema) {
        return definition(schema, "");
    }

    /**
     * The same with more of the version.
     *
     * @param more begins with a comma, or empty
     */
    static String definition(String schema, String more) {
        return """
                {"metadata": {"name": "crontabs.stable.example.com"},
                 "spec": {"group": "stable.example.com", "scope": "Namespaced",
                  "names": {"plural": "crontabs", "kind": "CronTab", "shortNames": ["ct"], "categories": ["all"]},
                  "versions": [{"name": "v1", "served": true, "storage": true,
                   "schema": {"openAPIV3Schema": %s}%s}]}}
                """.formatted(schema, more);
    }

    Reply declare(String definition) {
        Reply reply = api.post(DEFINITIONS, definition);
        settle();
        return reply;
    }

    /** Declares crontabs whose spec has this schema. */
    CustomResourceFixture withSpec(String schema) {
        declare(definition("{\"type\": \"object\", \"properties\": {\"spec\": " + schema + "}}"))
                .is(201);
        return this;
    }

    Reply create(String spec) {
        return create("my", spec);
    }

    Reply create(String name, String spec) {
        return api.post(CRONTABS, crontab(name, spec));
    }

    static String crontab(String name, String spec) {
        return "{\"apiVersion\": \"stable.example.com/v1\", \"kind\": \"CronTab\", \"metadata\": {\"name\": \"" + name
                + "\"}, \"spec\": " + spec + "}";
    }

    Reply strictly(String spec) {
        return api.send("POST", CRONTABS + "?fieldValidation=Strict", crontab("my", spec), Map.of());
    }

    JsonNode condition(String name, String type) {
        for (JsonNode condition : api.get(DEFINITIONS + "/" + name).json().at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return Json.object();
    }
}
