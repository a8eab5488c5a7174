package io.gantry.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** A request for a certificate (RFC 2986), in PEM. */
public final class Pkcs10Request {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private final PKCS10CertificationRequest request;

    private Pkcs10Request(PKCS10CertificationRequest request) {
        this.request = request;
    }

    /**
     * Reads a request.
     *
     * @param encoded PEM, in base64 once more, as it stands in {@code spec.request}
     */
    public static Pkcs10Request parse(String encoded) throws InvalidRequestException {
        try {
            String pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
            Matcher block = PEM.matcher(pem);
            if (!block.find() || !block.group(1).equals("CERTIFICATE REQUEST")) {
                throw new InvalidRequestException("PEM block type must be CERTIFICATE REQUEST");
            }
            return new Pkcs10Request(
                    new PKCS10CertificationRequest(Base64.getMimeDecoder().decode(block.group(2))));
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidRequestException("the certificate request is malformed: " + e.getMessage(), e);
        }
    }

    /** Reads a request in DER, without PEM. */
    public static Pkcs10Request ofDer(byte[] der) throws InvalidRequestException {
        try {
            return new Pkcs10Request(new PKCS10CertificationRequest(der));
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidRequestException("the certificate request is malformed: " + e.getMessage(), e);
        }
    }

    /** The key that the request is for, if it is of a kind that pods may have. */
    public RequestedKey key() throws InvalidRequestException {
        return RequestedKey.of(request.getSubjectPublicKeyInfo());
    }

    /** Checks that whoever made the request holds its key. */
    public Pkcs10Request verified() throws InvalidRequestException {
        try {
            boolean valid = request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()));
            if (!valid) {
                throw new InvalidRequestException("the signature of the certificate request is not valid");
            }
            return this;
        } catch (OperatorCreationException | PKCSException e) {
            throw new InvalidRequestException("the key of the certificate request is not supported", e);
        }
    }

    public String commonName() {
        List<String> names = values(BCStyle.CN);
        return names.isEmpty() ? "" : names.getLast();
    }

    public List<String> organizations() {
        return values(BCStyle.O);
    }

    private List<String> values(ASN1ObjectIdentifier type) {
        List<String> values = new ArrayList<>();
        for (RDN part : request.getSubject().getRDNs(type)) {
            values.add(IETFUtils.valueToString(part.getFirst().getValue()).replace("\\", ""));
        }
        return values;
    }

    /** Whether there are alternative names of a type ({@link GeneralName}). */
    public boolean hasAlternativeNames(int type) {
        return alternativeNames().stream()
                .flatMap(names -> Stream.of(names.getNames()))
                .anyMatch(name -> name.getTagNo() == type);
    }

    Optional<GeneralNames> alternativeNames() {
        return Optional.ofNullable(request.getRequestedExtensions())
                .map((Extensions extensions) -> extensions.getExtension(Extension.subjectAlternativeName))
                .map(extension -> GeneralNames.getInstance(extension.getParsedValue()));
    }

    X500Name subject() {
        return request.getSubject();
    }

    SubjectPublicKeyInfo publicKey() {
        return request.getSubjectPublicKeyInfo();
    }
}
