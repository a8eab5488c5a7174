package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.certificates.InvalidRequestException;
import io.gantry.certificates.Pkcs10Request;
import io.gantry.certificates.RequestedKey;
import io.gantry.validation.NameRules;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Requests for certificates of pods (pkg/apis/certificates/validation). */
public final class PodCertificateRules {

    private static final int UID_LENGTH = 128;
    private static final int KEY_BYTES = 10 * 1024;
    private static final int ANNOTATION_BYTES = 256 * 1024;
    static final long MIN_SECONDS = 60 * 60;
    private static final long KUBERNETES_SECONDS = 24 * 60 * 60;
    private static final long MAX_SECONDS = 91 * 24 * 60 * 60;

    private PodCertificateRules() {}

    public static void request(Field request) {
        Field spec = request.at("spec");
        SignerNameRules.check(spec.at("signerName"));
        annotations(spec.at("unverifiedUserAnnotations"));
        for (String named : List.of("pod", "serviceAccount", "node")) {
            Field name = spec.at(named + "Name");
            name.invalid(NameRules.dnsSubdomain(name.text()));
            uid(spec.at(named + "UID"));
        }
        if (seconds(spec)) {
            key(spec);
        }
    }

    static void annotations(Field annotations) {
        long size = 0;
        for (String key : annotations.isSet() ? annotations.keys() : List.<String>of()) {
            List<String> errors = NameRules.qualifiedName(key.toLowerCase(Locale.ROOT));
            errors.forEach(error -> annotations.invalid(key.toLowerCase(Locale.ROOT), error));
            if (errors.isEmpty() && !key.contains("/")) {
                annotations.invalid(
                        key.toLowerCase(Locale.ROOT), "must be a domain-prefixed key (such as \"acme.io/foo\")");
            }
            size += bytes(key) + bytes(annotations.value().path(key).asText(""));
        }
        if (size > ANNOTATION_BYTES) {
            annotations.tooLong(ANNOTATION_BYTES);
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void uid(Field uid) {
        if (uid.isEmpty()) {
            uid.invalid("must not be empty");
        }
        if (uid.text().length() > UID_LENGTH) {
            uid.tooLong(UID_LENGTH);
        }
    }

    /** Answers whether the rest can be looked at. */
    private static boolean seconds(Field spec) {
        Field seconds = spec.at("maxExpirationSeconds");
        if (!seconds.isSet()) {
            seconds.required("must be set");
            return false;
        }
        long max = maxSeconds(spec.at("signerName").text());
        if (seconds.number() < MIN_SECONDS || seconds.number() > max) {
            seconds.invalid("must be in the range [" + MIN_SECONDS + ", " + max + "]");
        }
        return true;
    }

    static long maxSeconds(String signerName) {
        return SignerNameRules.isKubernetes(signerName) ? KUBERNETES_SECONDS : MAX_SECONDS;
    }

    private static void key(Field spec) {
        Field stub = spec.at("stubPKCS10Request");
        Field key = spec.at("pkixPublicKey");
        Field proof = spec.at("proofOfPossession");
        if (!stub.isEmpty() && key.isEmpty() && proof.isEmpty()) {
            stub(stub);
        } else if (stub.isEmpty() && !key.isEmpty() && !proof.isEmpty()) {
            bareKey(key, proof, spec.at("podUID").text());
        } else {
            spec.invalidUnshown("exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must be set");
        }
    }

    private static void stub(Field stub) {
        byte[] der = Base64.getMimeDecoder().decode(stub.text());
        if (der.length > KEY_BYTES) {
            stub.tooLong(KEY_BYTES);
            return;
        }
        Pkcs10Request request;
        RequestedKey key;
        try {
            request = Pkcs10Request.ofDer(der);
            key = request.key();
        } catch (InvalidRequestException e) {
            stub.invalidUnshown("must be a valid PKCS#10 CSR");
            return;
        }
        Optional<RequestedKey.Fault> fault = key.fault("P256, P384, or P521");
        if (fault.isPresent()) {
            stub.invalid(fault.get().shown(), fault.get().message());
            return;
        }
        try {
            request.verified();
        } catch (InvalidRequestException e) {
            stub.invalidUnshown("invalid signature");
        }
    }

    private static void bareKey(Field key, Field proof, String podUid) {
        byte[] der = Base64.getMimeDecoder().decode(key.text());
        byte[] signature = Base64.getMimeDecoder().decode(proof.text());
        if (der.length > KEY_BYTES) {
            key.tooLong(KEY_BYTES);
            return;
        }
        if (signature.length > KEY_BYTES) {
            proof.tooLong(KEY_BYTES);
            return;
        }
        RequestedKey parsed;
        try {
            parsed = RequestedKey.parse(der);
        } catch (InvalidRequestException e) {
            key.invalid("must be a valid PKIX-serialized public key");
            return;
        }
        Optional<RequestedKey.Fault> fault = parsed.fault("P256 or P384");
        if (fault.isPresent()) {
            key.invalid(fault.get().shown(), fault.get().message());
        } else if (!parsed.hasSigned(podUid, signature)) {
            proof.invalidUnshown("could not verify proof-of-possession signature");
        }
    }

    /** A change of anything but the status. */
    public static void update(Field request, ObjectNode old) {
        if (!SemanticEquality.same(request.at("spec").value(), old.path("spec"))) {
            request.at("spec").invalid("field is immutable");
        }
    }
}
