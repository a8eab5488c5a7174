package io.gantry.agent.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodCertificatesTest {

    private static final String CHAIN = "-----BEGIN CERTIFICATE-----\nMQ==\n-----END CERTIFICATE-----\n";
    private static final Duration MAX_JITTER = Duration.ofMinutes(5);

    private final ClusterState cluster = new ClusterState();
    private final RecordingReporter reporter = new RecordingReporter();
    private final List<CertificateSource> asked = new ArrayList<>();
    private boolean away;
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final PodCertificates certificates = new PodCertificates(
            (source, stub) -> {
                if (away) {
                    throw new IOException("the control plane is away");
                }
                asked.add(source);
                return "req-" + asked.size();
            },
            cluster,
            reporter,
            new Random(1),
            () -> now);

    private final Pod pod = pod("ED25519");
    private final CertificateSource source = new CertificateSource(pod.identity(), "v", 1);

    private static Pod pod(String keyType) {
        return new Pod(Json.read("""
                {"metadata":{"namespace":"ns","name":"p","uid":"u"},"spec":{"volumes":[{"name":"w","emptyDir":{}},
                 {"name":"v","projected":{"sources":[{"configMap":{"name":"c"}},{"podCertificate":{"keyType":"%s"}}]}}]}}""".formatted(keyType)));
    }

    private void answer(String request, String condition, String rest) {
        ObjectNode json = Json.read("""
                {"spec":{"podUID":"u"},"status":{"conditions":[{"type":"%s","reason":"Because","message":"I can"}]%s}}""".formatted(condition, rest));
        cluster.upsert(new ObjectRef(ObjectRef.CERTIFICATE_REQUESTS, "ns", request), json);
    }

    private void issue(String request) {
        answer(
                request,
                "Issued",
                ",\"certificateChain\":\"# by us\\n" + CHAIN.replace("\n", "\\n") + "\",\"beginRefreshAt\":\""
                        + now.plus(Duration.ofHours(2)) + "\",\"notAfter\":\"" + now.plus(Duration.ofHours(3)) + "\"");
    }

    private void assertNothingToShow(String why) {
        assertThatThrownBy(() -> certificates.credential(source))
                .isInstanceOf(IOException.class)
                .hasMessage(why);
    }

    private List<String> told() {
        return reporter.events();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void aSourceShowsItsKeyAndChainOnceTheRequestIsIssued() throws IOException {
        assertNothingToShow("credential bundle is not issued yet");
        certificates.advance(pod);
        certificates.advance(pod);
        assertThat(asked).containsExactly(source);
        assertNothingToShow("credential bundle is not issued yet");
        assertThat(certificates.isDue("u")).isFalse();

        issue("req-1");
        assertThat(certificates.isDue("u")).isTrue();
        certificates.advance(pod);

        Credential held = certificates.credential(source);
        assertThat(new String(held.key(), StandardCharsets.US_ASCII)).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(new String(held.chain(), StandardCharsets.US_ASCII)).isEqualTo(CHAIN);
        assertThat(certificates.isDue("u")).isFalse();
        assertThat(told()).isEmpty();
    }

    @Test
    void aCertificateIsReplacedByOneForAnotherKeyAndShownUntilThen() throws IOException {
        certificates.advance(pod);
        issue("req-1");
        certificates.advance(pod);
        byte[] first = certificates.credential(source).key();
        pass(Duration.ofHours(2));
        certificates.advance(pod);
        assertThat(asked).hasSizeLessThanOrEqualTo(2);
        pass(MAX_JITTER);
        certificates.advance(pod);
        assertThat(asked).hasSize(2);
        assertThat(certificates.credential(source).key()).isEqualTo(first);

        issue("req-2");
        certificates.advance(pod);
        assertThat(certificates.credential(source).key()).isNotEqualTo(first);
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Denied | was denied | permanently denied",
                "Failed | failed     | permanently failed",
            })
    void aRefusalIsForGoodAndToldOnce(String condition, String told, String shown) {
        certificates.advance(pod);
        answer("req-1", condition, "");
        certificates.advance(pod);
        pass(Duration.ofHours(5));
        certificates.advance(pod);

        assertNothingToShow("PodCertificateRequest was " + shown + ": reason=\"Because\" message=\"I can\"");
        assertThat(certificates.isDue("u")).isFalse();
        assertThat(asked).hasSize(1);
        assertThat(told())
                .containsExactly("" + condition + ": PodCertificateRequest ns/req-1 " + told
                        + ", reason=\"Because\", message=\"I can\"");
    }

    @Test
    void aRequestThatIsNotSeenForLongIsMadeAgain() {
        certificates.advance(pod);
        pass(Duration.ofMinutes(9));
        certificates.advance(pod);
        assertThat(asked).hasSize(1);
        pass(Duration.ofMinutes(7));
        assertThat(certificates.isDue("u")).isTrue();
        certificates.advance(pod);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aRequestThatWaitsForItsSignerIsNotMadeAgain() {
        certificates.advance(pod);
        answer("req-1", "SomethingElse", "");
        pass(Duration.ofHours(1));
        certificates.advance(pod);
        assertThat(asked).hasSize(1);
        assertNothingToShow("credential bundle is not issued yet");
    }

    @Test
    void aControlPlaneThatIsAwayIsAskedAgainAfterAWhile() {
        away = true;
        certificates.advance(pod);
        assertNothingToShow("while creating initial PodCertificateRequest: the control plane is away");
        away = false;
        certificates.advance(pod);
        assertThat(asked).isEmpty();
        pass(Duration.ofSeconds(10));
        certificates.advance(pod);
        assertThat(asked).hasSize(1);
    }

    @Test
    void itIsToldOnceThatACertificateIsOverdueAndThatItHasExpired() throws IOException {
        certificates.advance(pod);
        issue("req-1");
        certificates.advance(pod);
        byte[] key = certificates.credential(source).key();
        pass(Duration.ofHours(2).plus(MAX_JITTER));
        certificates.advance(pod);
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofMinutes(11));
            certificates.advance(pod);
        }
        assertThat(told()).containsExactly("CertificateOverdueForRefresh: PodCertificate refresh overdue");
        pass(Duration.ofMinutes(30));
        assertThat(certificates.isDue("u")).isTrue();
        certificates.advance(pod);
        certificates.advance(pod);
        assertThat(told()).hasSize(2).contains("CertificateExpired: PodCertificate expired");
        assertThat(certificates.credential(source).key()).isEqualTo(key);
    }

    @Test
    void aKeyTypeThatIsNotKnownIsNamed() {
        certificates.advance(pod("DSA"));
        assertNothingToShow(
                "while creating initial PodCertificateRequest: while generating keypair: unknown key type \"DSA\"");
    }

    @Test
    void nothingIsKeptOfAPodThatIsGone() {
        certificates.advance(pod);
        certificates.forget("u");
        issue("req-1");
        certificates.advance(pod);
        assertThat(asked).hasSize(2);
        assertNothingToShow("credential bundle is not issued yet");
    }
}
