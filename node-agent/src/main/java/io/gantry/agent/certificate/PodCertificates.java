package io.gantry.agent.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and certificates of this node's pods (KEP-4317). A key never leaves the node. Nothing is kept over a restart: every source then gets
 * a new key, and its pod keeps the files of the old one until the new one is certified.
 */
public final class PodCertificates {

    private static final Logger LOG = LoggerFactory.getLogger(PodCertificates.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration ASSUME_DELETED = Duration.ofMinutes(10);
    private static final Duration MAX_JITTER = Duration.ofMinutes(5);

    private final CertificateRequester requester;
    private final ClusterState cluster;
    private final Reporter reporter;
    private final RandomGenerator random;
    private final InstantSource clock;
    /** By the uid of the pod; only its worker changes what is in it. */
    private final Map<String, Map<CertificateSource, Issuance>> pods = new ConcurrentHashMap<>();

    public PodCertificates(
            CertificateRequester requester,
            ClusterState cluster,
            Reporter reporter,
            RandomGenerator random,
            InstantSource clock) {
        this.requester = requester;
        this.cluster = cluster;
        this.reporter = reporter;
        this.random = random;
        this.clock = clock;
    }

    /** Takes what has been answered, and asks for what the pod lacks or should renew. */
    public void advance(Pod pod) {
        CertificateSource.of(pod).forEach((source, json) -> {
            Map<CertificateSource, Issuance> issuances =
                    pods.computeIfAbsent(pod.uid(), uid -> new ConcurrentHashMap<>());
            Issuance before = issuances.getOrDefault(source, Issuance.NONE);
            Instant now = clock.instant();
            Issuance after = before.answered(answer(source, before), jitter(), now);
            tellRefusal(pod, source, before, after);
            Set<Notice> news = after.news(now);
            news.forEach(notice -> warn(pod, notice.reason(), notice.message()));
            after = after.told(news);
            issuances.put(source, after.mustRequest(now) ? request(source, json, after, now) : after);
        });
    }

    /**
     * What a source is to show.
     *
     * @throws IOException while there is nothing to show, in upstream's words
     */
    public Credential credential(CertificateSource source) throws IOException {
        Issuance issuance = pods.getOrDefault(source.pod().uid(), Map.of()).getOrDefault(source, Issuance.NONE);
        if (issuance.refusal().isPresent()) {
            Answer.Refused refused = issuance.refusal().get();
            throw new IOException("PodCertificateRequest was permanently "
                    + (refused.type().equals("Denied") ? "denied" : "failed") + ": " + reason(refused, " "));
        }
        if (issuance.credential().isEmpty()) {
            throw new IOException(
                    issuance.trouble().isEmpty() ? "credential bundle is not issued yet" : issuance.trouble());
        }
        return issuance.credential().get();
    }

    /** Whether the files of some source should be renewed. */
    public boolean isDue(String podUid) {
        Map<CertificateSource, Issuance> issuances = pods.get(podUid);
        if (issuances == null) {
            return false;
        }
        Instant now = clock.instant();
        return issuances.entrySet().stream()
                .anyMatch(entry -> entry.getValue().isDue(answer(entry.getKey(), entry.getValue()), now));
    }

    /** The pod is gone. */
    public void forget(String podUid) {
        pods.remove(podUid);
    }

    private Answer answer(CertificateSource source, Issuance issuance) {
        Optional<? extends JsonNode> request = issuance.request()
                .flatMap(made -> cluster.get(new ObjectRef(
                        ObjectRef.CERTIFICATE_REQUESTS, source.pod().namespace(), made.name())));
        return Answer.of(request);
    }

    private Issuance request(CertificateSource source, JsonNode json, Issuance issuance, Instant now) {
        String step = issuance.credential().isPresent() ? "refresh" : "initial";
        try {
            String wanted = json.path("keyType").asText("");
            KeyType type = KeyType.named(wanted)
                    .orElseThrow(
                            () -> new IOException("while generating keypair: unknown key type \"" + wanted + "\""));
            NewKey key = NewKey.of(type);
            String name = requester.request(source, key.stub());
            LOG.info(
                    "event=pod-certificate-requested pod={} volume={} source={} request={}",
                    source.pod().key(),
                    source.volume(),
                    source.index(),
                    name);
            return issuance.requested(new Issuance.Request(
                    name, key.pem(), now.plus(ASSUME_DELETED).plus(jitter())));
        } catch (IOException e) {
            String trouble = "while creating " + step + " PodCertificateRequest: " + e.getMessage();
            LOG.warn(
                    "event=pod-certificate-not-requested pod={} error=\"{}\"",
                    source.pod().key(),
                    trouble);
            return issuance.notRequested(trouble, clock.instant().plus(RETRY));
        }
    }

    private void tellRefusal(Pod pod, CertificateSource source, Issuance before, Issuance after) {
        if (before.refusal().isEmpty() && after.refusal().isPresent()) {
            Answer.Refused refused = after.refusal().get();
            String name = before.request().map(Issuance.Request::name).orElse("");
            warn(
                    pod,
                    refused.type(),
                    "PodCertificateRequest " + source.pod().namespace() + "/" + name + " " + refused.verb() + ", "
                            + reason(refused, ", "));
        }
    }

    private void warn(Pod pod, String reason, String message) {
        reporter.event(ObjectEvent.of(pod, ObjectEvent.Type.WARNING, reason, message));
    }

    private static String reason(Answer.Refused refused, String separator) {
        return "reason=\"" + refused.reason() + "\"" + separator + "message=\"" + refused.message() + "\"";
    }

    private Duration jitter() {
        return Duration.ofMillis(random.nextLong(MAX_JITTER.toMillis()));
    }
}
