package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.certificates.InvalidRequestException;
import io.gantry.certificates.PemBlock;
import io.gantry.certificates.Pkcs10Request;
import io.gantry.certificates.RequestedKey;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.schedule.GoDuration;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a signer answers to a request for a pod's certificate, once and for all (pkg/apis/certificates/validation). */
public final class PodCertificateStatusRules {

    private static final List<String> ANSWERS = List.of("Issued", "Denied", "Failed");
    private static final int CHAIN_BYTES = 100 * 1024;
    private static final int DNS_NAME = 2;
    private static final int EMAIL = 1;
    private static final Duration MIN_LIFETIME = Duration.ofHours(1);
    private static final Duration MARGIN = Duration.ofMinutes(10);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss '+0000 UTC'").withZone(ZoneOffset.UTC);

    private PodCertificateStatusRules() {}

    public static void update(Field request, ObjectNode old) {
        int before = request.errors().list().size();
        Field status = request.at("status");
        conditions(status.at("conditions"));
        if (request.errors().list().size() > before) {
            return;
        }
        if (answer(old.path("status")).isPresent()) {
            requireSame(
                    status, old.path("status"), "immutable after PodCertificateRequest is issued, denied, or failed");
            return;
        }
        switch (answer(status.value()).orElse("")) {
            case "Denied", "Failed" -> {
                ObjectNode wanted = Json.object();
                wanted.set("conditions", status.value().path("conditions"));
                requireSame(
                        status,
                        wanted,
                        "non-condition status fields must be empty when denying or failing the PodCertificateRequest");
            }
            case "Issued" -> chain(status.at("certificateChain")).ifPresent(leaf -> issued(request, leaf, old));
            default ->
                requireSame(
                        status,
                        old.path("status"),
                        "status is immutable unless transitioning to \"Issued\", \"Denied\", or \"Failed\"");
        }
    }

    private static void conditions(Field conditions) {
        int known = 0;
        for (Field condition : conditions.items()) {
            if (!ANSWERS.contains(condition.at("type").text())) {
                condition.at("type").notSupported(ANSWERS);
                continue;
            }
            known++;
            if (known > 1) {
                condition
                        .at("type")
                        .invalid("There may be at most one condition with type \"Issued\", \"Denied\", or \"Failed\"");
            }
            if (!condition.at("status").is("True")) {
                condition.at("status").notSupported(List.of("True"));
            }
        }
        ConditionRules.check(conditions);
    }

    private static Optional<String> answer(JsonNode status) {
        return Nodes.objects(status, "conditions").stream()
                .filter(condition -> Nodes.text(condition, "status").equals("True"))
                .map(condition -> Nodes.text(condition, "type"))
                .filter(ANSWERS::contains)
                .findFirst();
    }

    private static void requireSame(Field status, JsonNode wanted, String otherwise) {
        if (!SemanticEquality.same(status.value(), wanted)) {
            status.invalidUnshown(otherwise);
        }
    }

    /** The leaf, when all of the chain is certificates. */
    private static Optional<X509Certificate> chain(Field chain) {
        if (chain.text().getBytes(StandardCharsets.UTF_8).length > CHAIN_BYTES) {
            chain.tooLong(CHAIN_BYTES);
            return Optional.empty();
        }
        List<PemBlock> blocks = PemBlock.read(chain.text());
        if (blocks.isEmpty()) {
            chain.invalid("issued certificate chain must contain at least one certificate");
            return Optional.empty();
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (!block.type().equals("CERTIFICATE")) {
                chain.invalid("issued certificate chain must consist entirely of CERTIFICATE PEM blocks");
                return Optional.empty();
            }
            try {
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(block.content())));
            } catch (CertificateException e) {
                String which = certificates.isEmpty() ? "leaf" : "intermediate";
                chain.invalid(which + " certificate does not parse as valid X.509");
                return Optional.empty();
            }
        }
        return Optional.of(certificates.getFirst());
    }

    private static void issued(Field request, X509Certificate leaf, ObjectNode old) {
        Field status = request.at("status");
        Field chain = status.at("certificateChain");
        names(chain, leaf);
        if (!isForKey(request, leaf, old)) {
            return;
        }
        if (!areSet(status)) {
            return;
        }
        Instant notBefore = Instant.parse(status.at("notBefore").text());
        Instant notAfter = Instant.parse(status.at("notAfter").text());
        Instant refresh = Instant.parse(status.at("beginRefreshAt").text());
        Duration lifetime = Duration.between(
                leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant());
        long max = old.path("spec").path("maxExpirationSeconds").asLong();
        if (!notBefore.equals(leaf.getNotBefore().toInstant())) {
            status.at("notBefore")
                    .invalid(
                            TIME.format(notBefore),
                            "must be set to the NotBefore time encoded in the leaf certificate");
        } else if (!notAfter.equals(leaf.getNotAfter().toInstant())) {
            status.at("notAfter")
                    .invalid(TIME.format(notAfter), "must be set to the NotAfter time encoded in the leaf certificate");
        } else if (lifetime.compareTo(MIN_LIFETIME) < 0) {
            chain.invalid(GoDuration.format(lifetime), "leaf certificate lifetime must be >= 1 hour");
        } else if (lifetime.toSeconds() > max) {
            chain.invalid(
                    GoDuration.format(lifetime),
                    "leaf certificate lifetime must be <= spec.maxExpirationSeconds (" + max + ")");
        } else if (refresh.isBefore(notBefore.plus(MARGIN))) {
            status.at("beginRefreshAt")
                    .invalid(TIME.format(refresh), "must be at least 10 minutes after status.notBefore");
        } else if (refresh.isAfter(notAfter.minus(MARGIN))) {
            status.at("beginRefreshAt")
                    .invalid(TIME.format(refresh), "must be at least 10 minutes before status.notAfter");
        }
    }

    private static boolean areSet(Field status) {
        boolean all = true;
        for (String name : List.of("notBefore", "notAfter", "beginRefreshAt")) {
            if (status.at(name).isEmpty()) {
                status.at(name)
                        .required(
                                name.equals("beginRefreshAt")
                                        ? "must be present and in the range [notbefore+10min, notafter-10min]"
                                        : "must be present and consistent with the issued certificate");
                all = false;
            }
        }
        return all;
    }

    private static void names(Field chain, X509Certificate leaf) {
        for (String name : alternativeNames(leaf, DNS_NAME)) {
            if (name.isEmpty()) {
                chain.invalid(name, "leaf certificate should not contain empty DNSName");
            }
            if (name.contains("..")) {
                chain.invalid(name, "leaf certificate's DNSName should not contain '..'");
            }
            if (name.startsWith(".") || name.endsWith(".")) {
                chain.invalid(name, "leaf certificate's DNSName should not start or end with '.'");
            }
        }
        for (String email : alternativeNames(leaf, EMAIL)) {
            int at = email.lastIndexOf('@');
            if (at < 1 || at == email.length() - 1) {
                chain.invalid(email, "leaf certificate should not contain invalid EmailAddress");
            }
        }
    }

    /** @param type as GeneralName numbers them (RFC 5280) */
    private static List<String> alternativeNames(X509Certificate leaf, int type) {
        try {
            Collection<List<?>> names =
                    Optional.ofNullable(leaf.getSubjectAlternativeNames()).orElse(List.of());
            return names.stream()
                    .filter(name -> name.get(0).equals(type))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateException e) {
            return List.of("");
        }
    }

    private static boolean isForKey(Field request, X509Certificate leaf, ObjectNode old) {
        Field chain = request.at("status").at("certificateChain");
        String stub = Nodes.text(old.path("spec"), "stubPKCS10Request");
        try {
            RequestedKey key = stub.isEmpty()
                    ? RequestedKey.parse(Base64.getMimeDecoder().decode(Nodes.text(old.path("spec"), "pkixPublicKey")))
                    : Pkcs10Request.ofDer(Base64.getMimeDecoder().decode(stub)).key();
            if (key.is(leaf.getPublicKey())) {
                return true;
            }
            chain.invalid("leaf certificate was not issued to the requested public key");
        } catch (InvalidRequestException e) {
            Field spec = request.at("spec");
            if (stub.isEmpty()) {
                spec.at("pkixPublicKey").invalidUnshown("must be a valid PKIX-serialized public key");
            } else {
                spec.at("stubPKCS10Request").invalidUnshown("must be a valid PKCS#10 CSR");
            }
        }
        return false;
    }
}
