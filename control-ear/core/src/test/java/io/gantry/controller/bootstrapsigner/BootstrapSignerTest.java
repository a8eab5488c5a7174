package io.gantry.controller.bootstrapsigner;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BootstrapSignerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeClusterView view = new FakeClusterView();

    @BeforeEach
    void clusterInfo() {
        view.put(Json.read("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"cluster-info\","
                + "\"namespace\":\"kube-public\"},\"data\":{\"kubeconfig\":\"Hello from the other side. I must have called"
                + " a thousand times.\",\"jws-kubeconfig-old\":\"x\"}}"));
    }

    private void token(String id, String secret, Map<String, String> more) {
        ObjectNode object =
                Json.read("{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"bootstrap-token-" + id
                        + "\",\"namespace\":\"kube-system\"},\"type\":\"bootstrap.kubernetes.io/token\"}");
        ObjectNode data = object.putObject("data");
        data.put("token-id", encoded(id)).put("token-secret", encoded(secret));
        more.forEach((key, value) -> data.put(key, encoded(value)));
        ObjectKey key = new ObjectKey(ResourceNames.SECRETS, "kube-system", "bootstrap-token-" + id);
        view.put(ApiObject.of(key, 1, ApiObject.document(object)));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Plan plan() {
        return new BootstrapSigner()
                .reconcile(new ObjectKey(ResourceNames.CONFIG_MAPS, "kube-public", "cluster-info"), view, NOW);
    }

    private Optional<ObjectNode> data() {
        return plan().changes().stream()
                .map(change -> (ObjectNode) ((Change.Update) change).desired().get("data"))
                .findFirst();
    }

    /** The values of upstream's own test. */
    @Test
    void everyUsableTokenSigns() {
        token("joshua", "my voice is my passcode", Map.of("usage-bootstrap-signing", "true"));
        token("other0", "s", Map.of());
        token("ended0", "s", Map.of("usage-bootstrap-signing", "true", "expiration", "2025-01-01T00:00:00Z"));
        ObjectNode data = data().orElseThrow();
        assertThat(data.properties().stream().map(Map.Entry::getKey))
                .containsExactly("kubeconfig", "jws-kubeconfig-joshua");
        assertThat(data.path("jws-kubeconfig-joshua").asText())
                .isEqualTo("eyJhbGciOiJIUzI1NiIsImtpZCI6Impvc2h1YSJ9..VShe2taLd-YTrmWuRkcL_8QTNDHYxQIEBsAYYiIj1_8");
    }

    @Test
    void aSignatureGoesWhenItsTokenEnds() {
        token("joshua", "s", Map.of("usage-bootstrap-signing", "true", "expiration", "2026-01-01T00:01:00Z"));
        assertThat(plan().requeueAfter()).contains(Duration.ofMinutes(1));
    }
}
