package io.gantry.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.authentication.ServiceAccountTokens.Verified;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.MemoryObjectStore;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRequestsTest {

    private static final String POD =
            "\"boundObjectRef\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"uid-p\"}";

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final MemoryObjectStore store = new MemoryObjectStore(100);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    private final ServiceAccountTokens tokens =
            new ServiceAccountTokens(signer(), "https://issuer", List.of("api"), () -> now, UUID::randomUUID);
    private final TokenRequests requests = new TokenRequests(tokens, cache, () -> now);
    private final ServiceAccountReader reader = new ServiceAccountReader(tokens, cache, () -> now);
    private final ApiObject account = put("serviceaccounts", "ns", "robot", "{}");

    private ApiObject put(String resource, String namespace, String name, String rest) {
        ObjectNode tree = Json.read(rest);
        tree.put("kind", "Any").put("apiVersion", "v1");
        tree.putObject("metadata").put("uid", "uid-" + name);
        ApiObject object = store.create(new ObjectKey(new GroupResource("", resource), namespace, name), tree);
        cache.load();
        return object;
    }

    private ObjectNode issue(String spec) {
        return requests.issue(account, Json.read("{\"spec\":{" + spec + "}}"));
    }

    private static String token(ObjectNode answer) {
        return answer.at("/status/token").asText();
    }

    @Test
    void aTokenOfAPodNamesItsNode() {
        put("nodes", "", "n", "{}");
        put("pods", "ns", "p", "{\"spec\":{\"serviceAccountName\":\"robot\",\"nodeName\":\"n\"}}");

        String token = token(issue(POD));

        assertThat(reader.read(token, List.of("api")).orElseThrow().user().extra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("p"))
                .containsEntry("authentication.kubernetes.io/pod-uid", List.of("uid-p"))
                .containsEntry("authentication.kubernetes.io/node-name", List.of("n"))
                .containsEntry("authentication.kubernetes.io/node-uid", List.of("uid-n"));
    }

    @Test
    void aTokenThatNobodyAskedForLivesAYearAndTellsWhenItShouldHaveBeenRenewed() {
        put("pods", "ns", "p", "{\"spec\":{\"serviceAccountName\":\"robot\"}}");

        ObjectNode answer = issue(POD + ",\"expirationSeconds\":3607");

        assertThat(answer.at("/status/expirationTimestamp").asText()).isEqualTo("2026-03-01T11:00:07Z");
        now = now.plus(Duration.ofDays(300));
        Verified verified = tokens.verify(token(answer)).orElseThrow();
        assertThat(verified.claims().warnAfter()).contains(Instant.parse("2026-03-01T11:00:07Z"));
        now = now.plus(Duration.ofDays(66));
        assertThat(tokens.verify(token(answer))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "expirationSeconds":599 | spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes
            "expirationSeconds":4294967297 | spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds
            "boundObjectRef":{"apiVersion":"v1","kind":"ConfigMap","name":"p"} | cannot bind token to object of type /v1, Kind=ConfigMap
            "boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"none"} | pods "none" not found
            "boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"q"} | cannot bind token for serviceaccount "robot" to pod running with different serviceaccount name.
            "boundObjectRef":{"apiVersion":"v1","kind":"Secret","name":"s","uid":"x"} | the UID in the bound object reference (x) does not match the UID in record. The object might have been deleted and then recreated
            """)
    void whatIsNotIssuedIsToldInUpstreamsWords(String spec, String why) {
        put("pods", "ns", "q", "{\"spec\":{\"serviceAccountName\":\"other\"}}");
        put("secrets", "ns", "s", "{}");
        assertThatThrownBy(() -> issue(spec)).hasMessageContaining(why);
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
