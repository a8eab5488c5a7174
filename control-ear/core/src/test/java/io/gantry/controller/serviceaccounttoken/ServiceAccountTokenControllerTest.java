package io.gantry.controller.serviceaccounttoken;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceAccountTokenControllerTest {

    private static final ObjectKey KEY = new ObjectKey(ResourceNames.SECRETS, "ns", "token");

    private final FakeClusterView view = new FakeClusterView();
    private final ServiceAccountTokenController controller = new ServiceAccountTokenController(
            (account, secret) -> "token of " + account.uid() + " in " + secret, "PEM");

    @BeforeEach
    void addAccount() {
        view.put(
                Json.read(
                        "{\"kind\":\"ServiceAccount\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"robot\",\"namespace\":\"ns\"}}"));
    }

    private ApiObject secret(String annotations, String type) {
        ObjectNode tree = Json.read("{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"type\":\"" + type
                + "\",\"metadata\":{\"name\":\"token\",\"namespace\":\"ns\",\"uid\":\"s\",\"annotations\":"
                + annotations + "}}");
        ApiObject secret = ApiObject.of(KEY, 5, ApiObject.document(tree));
        view.put(secret);
        return secret;
    }

    private Plan plan() {
        return controller.reconcile(KEY, view, Instant.EPOCH);
    }

    @Test
    void aSecretOfTheTypeIsFilledOnce() {
        secret("{\"kubernetes.io/service-account.name\":\"robot\"}", "kubernetes.io/service-account-token");

        ObjectNode desired = ((Change.Update) plan().changes().getFirst()).desired();
        assertThat(text(desired, "token")).isEqualTo("token of uid-robot in token");
        assertThat(text(desired, "ca.crt")).isEqualTo("PEM");
        assertThat(text(desired, "namespace")).isEqualTo("ns");
        assertThat(desired.path("metadata")
                        .path("annotations")
                        .path("kubernetes.io/service-account.uid")
                        .asText())
                .isEqualTo("uid-robot");

        view.put(ApiObject.of(KEY, 6, ApiObject.document(desired)));
        assertThat(plan().changes()).isEmpty();
    }

    @Test
    void aSecretWhoseAccountIsGoneGoesToo() {
        secret("{\"kubernetes.io/service-account.name\":\"nobody\"}", "kubernetes.io/service-account-token");
        assertThat(plan().changes()).hasSize(1).first().isInstanceOf(Change.Delete.class);
        secret(
                "{\"kubernetes.io/service-account.name\":\"robot\",\"kubernetes.io/service-account.uid\":\"of an earlier one\"}",
                "kubernetes.io/service-account-token");
        assertThat(plan().changes()).hasSize(1).first().isInstanceOf(Change.Delete.class);
    }

    @Test
    void otherSecretsAreLeftAlone() {
        secret("{\"kubernetes.io/service-account.name\":\"robot\"}", "Opaque");
        assertThat(plan()).isEqualTo(Plan.NOTHING);
    }

    private static String text(ObjectNode secret, String key) {
        return new String(
                Base64.getDecoder().decode(secret.path("data").path(key).asText()), StandardCharsets.UTF_8);
    }
}
