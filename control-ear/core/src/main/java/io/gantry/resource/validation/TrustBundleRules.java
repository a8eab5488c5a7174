package io.gantry.resource.validation;

import io.gantry.certificates.PemBlock;
import io.gantry.validation.NameRules;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cluster trust bundles (pkg/apis/certificates/validation). */
public final class TrustBundleRules {

    private static final int MAX_BYTES = 1 << 20;
    private static final String OMITTED = "<value omitted>";

    private TrustBundleRules() {}

    public static void check(Field bundle) {
        Field signer = bundle.at("spec").at("signerName");
        Field name = bundle.at("metadata").at("name");
        nameErrors(name.text(), signer.text()).forEach(name::invalid);
        if (!signer.isEmpty()) {
            SignerNameRules.check(signer);
        }
    }

    /** The name of a signer's bundle begins with the signer. */
    private static List<String> nameErrors(String name, String signer) {
        if (name.isEmpty()) {
            return List.of(); // said already
        }
        if (signer.isEmpty()) {
            return name.contains(":")
                    ? List.of("ClusterTrustBundle without signer name must not have \":\" in its name")
                    : NameRules.dnsSubdomain(name);
        }
        String prefix = signer.replace('/', ':') + ":";
        return name.startsWith(prefix)
                ? NameRules.dnsSubdomain(name.substring(prefix.length()))
                : List.of("ClusterTrustBundle for signerName " + signer + " must be named with prefix " + prefix);
    }

    /** The trust anchors: certificates of authorities, each once. */
    public static void anchors(Field bundle) {
        Field anchors = bundle.at("spec").at("trustBundle");
        if (anchors.text().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            anchors.tooLong(MAX_BYTES);
            return;
        }
        Map<ByteBuffer, List<Integer>> places = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        List<PemBlock> blocks = PemBlock.read(anchors.text());
        for (int i = 0; i < blocks.size(); i++) {
            Optional<String> fault = fault(blocks.get(i));
            if (fault.isPresent()) {
                faults.add("entry " + i + " " + fault.get());
            } else {
                places.computeIfAbsent(ByteBuffer.wrap(blocks.get(i).content()), any -> new ArrayList<>())
                        .add(i);
            }
        }
        if (faults.isEmpty() && places.isEmpty()) {
            faults.add("at least one trust anchor must be provided");
        } else if (faults.isEmpty()) {
            places.values().stream()
                    .filter(indices -> indices.size() > 1)
                    .forEach(indices -> faults.add("duplicate trust anchor (indices "
                            + indices.toString().replace(",", "") + ")"));
        }
        faults.forEach(fault -> anchors.invalid(OMITTED, fault));
    }

    private static Optional<String> fault(PemBlock block) {
        if (!block.type().equals("CERTIFICATE")) {
            return Optional.of("has bad block type: " + block.type());
        }
        if (block.headers() == PemBlock.Headers.SOME) {
            return Optional.of("has PEM block headers");
        }
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.content()));
            return certificate.getBasicConstraints() < 0
                    ? Optional.of("does not have the CA bit set")
                    : Optional.empty();
        } catch (CertificateException e) {
            return Optional.of("does not parse as X.509");
        }
    }

    /** A change; what is trusted is read again only when it changes. */
    public static void update(Field bundle, Field old) {
        if (!bundle.at("spec")
                .at("trustBundle")
                .is(old.at("spec").at("trustBundle").text())) {
            anchors(bundle);
        }
        Field signer = bundle.at("spec").at("signerName");
        if (!signer.is(old.at("spec").at("signerName").text())) {
            signer.invalid("field is immutable");
        }
    }
}
