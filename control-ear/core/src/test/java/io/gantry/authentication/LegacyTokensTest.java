package io.gantry.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.WatchCache;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LegacyTokensTest {

    private static final List<String> API = List.of("api");

    private final TokenSigner signer = signer();
    private final MemoryObjectStore store = new MemoryObjectStore(100);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    private final LegacyTokens reader = new LegacyTokens(signer, cache, API, () -> Instant.EPOCH);

    private final ApiObject account = put("serviceaccounts", "robot", Json.object());
    private final String token = LegacyTokens.sign(signer, account, "robot-token");

    @Test
    void theTokenInASecretIsItsAccounts() {
        secret(token);

        assertThat(reader.read(token, API).orElseThrow().user())
                .isEqualTo(new UserInfo(
                        "system:serviceaccount:prod:robot",
                        "uid-robot",
                        List.of("system:serviceaccounts", "system:serviceaccounts:prod"),
                        Map.of()));
        assertThat(reader.read(token, List.of("vault"))).isEmpty();
    }

    @Test
    void aTokenDiesWithItsSecret() {
        assertThat(reader.read(token, API)).isEmpty();
        ApiObject secret = secret(token);
        assertThat(reader.read(token, API)).isPresent();
        store.update(secret.key(), present -> new Decision.Remove(present.copy()));
        cache.catchUp();
        assertThat(reader.read(token, API)).isEmpty();
    }

    @Test
    void aSecretThatHoldsAnotherTokenDoesNotCount() {
        secret("another");
        assertThat(reader.read(token, API)).isEmpty();
    }

    private ApiObject secret(String held) {
        ObjectNode secret = Json.object();
        secret.putObject("data")
                .put("token", Base64.getEncoder().encodeToString(held.getBytes(StandardCharsets.UTF_8)));
        return put("secrets", "robot-token", secret);
    }

    private ApiObject put(String resource, String name, ObjectNode object) {
        object.put("kind", "Any").put("apiVersion", "v1").putObject("metadata").put("uid", "uid-" + name);
        ApiObject created = store.create(new ObjectKey(new GroupResource("", resource), "prod", name), object);
        cache.catchUp();
        return created;
    }

    private static TokenSigner signer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new TokenSigner(
                    (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
