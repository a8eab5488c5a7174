package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ApiFixture.Reply;
import java.util.Locale;

/** Writes of which webhooks, which record what they are asked, are told. */
abstract class ReviewedWrites {

    static final String CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/";
    static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles";

    final CustomResourceFixture fixture = new CustomResourceFixture();
    final ApiFixture api = fixture.api;

    /** A webhook of this name that is asked about everything that is written to a resource. */
    void configure(String kind, String name, String resource, String more) {
        api.post(CONFIGURATIONS + kind.toLowerCase(Locale.ROOT) + "webhookconfigurations", """
                        {"metadata": {"name": "%1$s"}, "webhooks": [{"name": "%1$s.example.com",
                          "clientConfig": {"url": "https://hooks.test/%1$s"}, "sideEffects": "None", "admissionReviewVersions": ["v1"],
                          "rules": [{"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["CREATE", "UPDATE"], "resources": ["%2$s"]}]%3$s}]}
                        """.formatted(
                                name, resource, more))
                .is(201);
    }

    /** The reviews that a webhook is asked from now on, which it allows. */
    void listen(String kind, String resource) {
        String name = kind.toLowerCase(Locale.ROOT);
        api.webhooks.on(name, asked -> FakeWebhooks.allow());
        configure(kind, name, resource, "");
    }

    /** What mutating webhooks see; validating ones come second. */
    ObjectNode mutated() {
        return api.webhooks.asked.getFirst();
    }

    ObjectNode validated() {
        return api.webhooks.asked.getLast();
    }

    static ObjectNode metadata(ObjectNode review) {
        ObjectNode metadata = review.get("object").get("metadata").deepCopy();
        metadata.remove("managedFields");
        return metadata;
    }

    Reply mutate(String path, String object, String patch) {
        api.webhooks.on("m", asked -> FakeWebhooks.patch(patch));
        configure("Mutating", "m", "*", "");
        return api.post(path, object);
    }
}
