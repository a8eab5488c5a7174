package io.gantry.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.authentication.ServiceAccountClaims.BoundObject;
import io.gantry.cache.WatchCache;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.MemoryObjectStore;
import io.gantry.store.ObjectStore;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAccountTokensTest {

    private static final UUID ID = new UUID(1, 2);
    private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
    private static final List<String> API = List.of(ISSUER);
    private static final RSAPrivateCrtKey KEY = key();
    private static final ServiceAccountClaims UNBOUND =
            new ServiceAccountClaims("prod", "robot", "sa-uid", Optional.empty(), List.of());
    private static final ServiceAccountClaims BOUND = new ServiceAccountClaims(
            "prod", "robot", "sa-uid", Optional.of(new BoundObject("Pod", "web-1", "pod-uid")), List.of());

    private final ObjectStore store = new MemoryObjectStore(1000);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final ServiceAccountTokens tokens = tokens(KEY, ISSUER);
    private final ServiceAccountReader reader = new ServiceAccountReader(tokens, cache, () -> now);

    @Test
    void theAccountOfATokenIsItsUser() {
        put("serviceaccounts", "robot", "sa-uid");

        assertThat(reader.read(tokens.issue(UNBOUND, Duration.ofHours(1)).token(), API)
                        .map(TokenReader.Accepted::user))
                .contains(new UserInfo(
                        "system:serviceaccount:prod:robot",
                        "sa-uid",
                        List.of("system:serviceaccounts", "system:serviceaccounts:prod"),
                        Map.of("authentication.kubernetes.io/credential-id", List.of("JTI=" + ID))));
    }

    @Test
    void aTokenDiesWithItsAccount() {
        String token = tokens.issue(UNBOUND, Duration.ofHours(1)).token();

        put("serviceaccounts", "robot", "sa-uid");
        assertThat(reader.read(token, API)).isPresent();
        remove("serviceaccounts", "robot");
        assertThat(reader.read(token, API)).isEmpty();
        put("serviceaccounts", "robot", "uid of a later account of that name");
        assertThat(reader.read(token, API)).isEmpty();
    }

    @Test
    void aTokenDiesWithThePodItIsBoundTo() {
        put("serviceaccounts", "robot", "sa-uid");
        put("pods", "web-1", "pod-uid");
        String token = tokens.issue(BOUND, Duration.ofHours(1)).token();

        assertThat(reader.read(token, API).orElseThrow().user().extra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("web-1"))
                .containsEntry("authentication.kubernetes.io/pod-uid", List.of("pod-uid"));
        remove("pods", "web-1");
        assertThat(reader.read(token, API)).isEmpty();
    }

    @Test
    void aTokenEnds() {
        ServiceAccountTokens.Issued issued = tokens.issue(UNBOUND, Duration.ofMinutes(10));

        assertThat(issued.expiry()).isEqualTo(now.plus(Duration.ofMinutes(10)));
        now = issued.expiry().plusSeconds(59);
        assertThat(tokens.verify(issued.token())).isPresent();
        now = issued.expiry().plusSeconds(60);
        assertThat(tokens.verify(issued.token())).isEmpty();
    }

    @Test
    void refusesTokensOfOtherKeysIssuersAndAudiences() {
        ServiceAccountClaims forVault =
                new ServiceAccountClaims("prod", "robot", "sa-uid", Optional.empty(), List.of("vault"));

        assertThat(tokens.verify(tokens(key(), ISSUER)
                        .issue(UNBOUND, Duration.ofHours(1))
                        .token()))
                .isEmpty();
        assertThat(tokens.verify(tokens(KEY, "https://elsewhere")
                        .issue(UNBOUND, Duration.ofHours(1))
                        .token()))
                .isEmpty();
        put("serviceaccounts", "robot", "sa-uid");
        String token = tokens.issue(forVault, Duration.ofHours(1)).token();
        assertThat(reader.read(token, API)).isEmpty();
        assertThat(reader.read(token, List.of("other", "vault")).orElseThrow().audiences())
                .containsExactly("vault");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b.c",
                "s3cret",
                // {"alg":"none"} . {"sub":"system:serviceaccount:prod:robot"}
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6cHJvZDpyb2JvdCJ9.",
            })
    void refusesWhatIsNoSignedToken(String token) {
        assertThat(tokens.verify(token)).isEmpty();
    }

    private ServiceAccountTokens tokens(RSAPrivateCrtKey key, String issuer) {
        return new ServiceAccountTokens(new TokenSigner(key), issuer, List.of(ISSUER), () -> now, () -> ID);
    }

    private void put(String resource, String name, String uid) {
        ObjectNode object = Json.object().put("kind", "Any").put("apiVersion", "v1");
        object.putObject("metadata").put("uid", uid);
        store.create(key(resource, name), object);
        cache.catchUp();
    }

    private void remove(String resource, String name) {
        store.update(key(resource, name), present -> new Decision.Remove(present.copy()));
        cache.catchUp();
    }

    private static ObjectKey key(String resource, String name) {
        return new ObjectKey(new GroupResource("", resource), "prod", name);
    }

    private static RSAPrivateCrtKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
