package io.gantry.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.WatchCache;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTokensTest {

    private static final String TOKEN = "abcdef.0123456789abcdef";

    private final MemoryObjectStore store = new MemoryObjectStore(100);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    private final BootstrapTokens tokens = new BootstrapTokens(cache, () -> Instant.parse("2026-03-01T10:00:00Z"));

    @Test
    void theTokenOfASecretIsABootstrapper() {
        secret(Map.of("auth-extra-groups", "system:bootstrappers:workers"));
        assertThat(tokens.holder(TOKEN))
                .contains(new UserInfo(
                        "system:bootstrap:abcdef", List.of("system:bootstrappers", "system:bootstrappers:workers")));
        assertThat(tokens.holder("abcdef.0123456789abcdeX")).isEmpty();
        assertThat(tokens.holder("abcdef.0123456789abcdee")).isEmpty();
        assertThat(tokens.holder("zzzzzz.0123456789abcdef")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "expiration, 2026-03-01T10:00:01Z, true",
        "expiration, 2026-03-01T10:00:00Z, false",
        "expiration, 2026-03-01T12:00:00+02:00, false",
        "expiration, tomorrow, false",
        "usage-bootstrap-authentication, false, false",
        "token-id, other, false",
        "auth-extra-groups, system:masters, false",
    })
    void aTokenCountsOnlyAsItsSecretSays(String key, String value, boolean accepted) {
        secret(Map.of(key, value));
        assertThat(tokens.holder(TOKEN).isPresent()).isEqualTo(accepted);
    }

    private void secret(Map<String, String> more) {
        Map<String, String> values = new TreeMap<>(Map.of(
                "token-id", "abcdef", "token-secret", "0123456789abcdef", "usage-bootstrap-authentication", "true"));
        values.putAll(more);
        ObjectNode secret = Json.object().put("kind", "Secret").put("apiVersion", "v1");
        secret.put("type", "bootstrap.kubernetes.io/token")
                .putObject("metadata")
                .put("uid", "u");
        ObjectNode data = secret.putObject("data");
        values.forEach((name, value) ->
                data.put(name, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        store.create(new ObjectKey(new GroupResource("", "secrets"), "kube-system", "bootstrap-token-abcdef"), secret);
        cache.load();
    }
}
