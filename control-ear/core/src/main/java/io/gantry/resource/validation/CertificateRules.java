package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.certificates.InvalidRequestException;
import io.gantry.certificates.KeyUsages;
import io.gantry.certificates.Pkcs10Request;
import io.gantry.certificates.SignerRules;
import io.gantry.object.Nodes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Certificate signing requests (pkg/apis/certificates/validation). */
public final class CertificateRules {

    private static final long MIN_SECONDS = 600;
    private static final Set<String> LASTING = Set.of("Approved", "Denied", "Failed");
    private static final List<String> DECISIONS = List.of("Approved", "Denied");

    private CertificateRules() {}

    public static void request(Field csr) {
        Field spec = csr.at("spec");
        try {
            Pkcs10Request.parse(spec.at("request").text()).verified();
        } catch (InvalidRequestException e) {
            spec.at("request").invalid(spec.at("request").value(), e.getMessage());
        }
        usages(spec.at("usages"));
        signerName(spec.at("signerName"));
        Field expiration = spec.at("expirationSeconds");
        if (expiration.isSet() && expiration.number() < MIN_SECONDS) {
            expiration.invalid("may not specify a duration less than 600 seconds (10 minutes)");
        }
    }

    private static void usages(Field usages) {
        if (usages.isEmpty()) {
            usages.required("");
        }
        List<String> known = KeyUsages.known();
        Set<String> seen = new HashSet<>();
        for (Field usage : usages.items()) {
            if (!known.contains(usage.text())) {
                usage.notSupported(known);
            }
            if (!seen.add(usage.text())) {
                usage.duplicate();
            }
        }
    }

    private static void signerName(Field name) {
        if (name.is(SignerRules.LEGACY)) {
            name.invalid("the legacy signerName is not allowed via this API version");
            return;
        }
        SignerNameRules.check(name);
    }

    /** A change by way of {@code approval}. */
    public static void approval(Field csr, ObjectNode old) {
        status(csr);
        kept(csr, old);
        certificateKept(csr, old);
    }

    /** A change by way of {@code status}. */
    public static void statusUpdate(Field csr, ObjectNode old) {
        status(csr);
        kept(csr, old);
        Field conditions = csr.at("status").at("conditions");
        for (String type : DECISIONS) {
            int before = count(old.path("status").path("conditions"), type);
            if (count(conditions.value(), type) > before) {
                conditions.forbidden("updates may not add a condition of type \"" + type + "\"");
            }
        }
        String present = Nodes.text(old.path("status"), "certificate");
        Field certificate = csr.at("status").at("certificate");
        if (!present.isEmpty() && !certificate.is(present)) {
            certificate.forbidden("updates may not modify existing certificate content");
        }
    }

    private static void certificateKept(Field csr, ObjectNode old) {
        Field certificate = csr.at("status").at("certificate");
        if (!certificate.is(Nodes.text(old.path("status"), "certificate"))) {
            certificate.forbidden("updates may not set certificate content");
        }
    }

    private static void kept(Field csr, ObjectNode old) {
        Field conditions = csr.at("status").at("conditions");
        for (String type : List.of("Approved", "Denied", "Failed")) {
            if (count(conditions.value(), type) < count(old.path("status").path("conditions"), type)) {
                conditions.forbidden("updates may not remove a condition of type \"" + type + "\"");
            }
        }
    }

    private static int count(JsonNode conditions, String type) {
        return (int) Nodes.objects(conditions).stream()
                .filter(condition -> Nodes.text(condition, "type").equals(type))
                .count();
    }

    private static void status(Field csr) {
        Field conditions = csr.at("status").at("conditions");
        Set<String> seen = new HashSet<>();
        for (Field condition : conditions.items()) {
            Field type = condition.at("type");
            type.requireFilled();
            condition
                    .at("status")
                    .requireOneOf(
                            LASTING.contains(type.text()) ? List.of("True") : List.of("False", "True", "Unknown"));
            if (DECISIONS.contains(type.text()) && seen.stream().anyMatch(other -> isOpposite(other, type.text()))) {
                conditions.invalid(type.text(), "Approved and Denied conditions are mutually exclusive");
            }
            if (!seen.add(type.text())) {
                type.duplicate();
            }
        }
        certificate(csr.at("status").at("certificate"));
    }

    private static boolean isOpposite(String one, String other) {
        return DECISIONS.contains(one) && !one.equals(other);
    }

    private static void certificate(Field certificate) {
        if (certificate.isEmpty()) {
            return;
        }
        try {
            byte[] pem = Base64.getDecoder().decode(certificate.text());
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty()) {
                certificate.invalid("<certificate data>", "must contain at least one CERTIFICATE PEM block");
            }
        } catch (CertificateException | IllegalArgumentException e) {
            certificate.invalid("<certificate data>", String.valueOf(e.getMessage()));
        }
    }
}
