package io.gantry.certificates;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What a certificate may be used for, in the words of {@code spec.usages}. */
public final class KeyUsages {

    private static final Map<String, Integer> KEY = Map.of(
            "signing", KeyUsage.digitalSignature,
            "digital signature", KeyUsage.digitalSignature,
            "content commitment", KeyUsage.nonRepudiation,
            "key encipherment", KeyUsage.keyEncipherment,
            "key agreement", KeyUsage.keyAgreement,
            "data encipherment", KeyUsage.dataEncipherment,
            "cert sign", KeyUsage.keyCertSign,
            "crl sign", KeyUsage.cRLSign,
            "encipher only", KeyUsage.encipherOnly,
            "decipher only", KeyUsage.decipherOnly);

    private static final Map<String, KeyPurposeId> EXTENDED = Map.ofEntries(
            Map.entry("any", KeyPurposeId.anyExtendedKeyUsage),
            Map.entry("server auth", KeyPurposeId.id_kp_serverAuth),
            Map.entry("client auth", KeyPurposeId.id_kp_clientAuth),
            Map.entry("code signing", KeyPurposeId.id_kp_codeSigning),
            Map.entry("email protection", KeyPurposeId.id_kp_emailProtection),
            Map.entry("s/mime", KeyPurposeId.id_kp_emailProtection),
            Map.entry("ipsec end system", KeyPurposeId.id_kp_ipsecEndSystem),
            Map.entry("ipsec tunnel", KeyPurposeId.id_kp_ipsecTunnel),
            Map.entry("ipsec user", KeyPurposeId.id_kp_ipsecUser),
            Map.entry("timestamping", KeyPurposeId.id_kp_timeStamping),
            Map.entry("ocsp signing", KeyPurposeId.id_kp_OCSPSigning),
            Map.entry("microsoft sgc", purpose("1.3.6.1.4.1.311.10.3.3")),
            Map.entry("netscape sgc", purpose("2.16.840.1.113730.4.1")));

    private KeyUsages() {}

    private static KeyPurposeId purpose(String id) {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(id));
    }

    /** All words that are known, sorted. */
    public static List<String> known() {
        SortedSet<String> all = new TreeSet<>(KEY.keySet());
        all.addAll(EXTENDED.keySet());
        return List.copyOf(all);
    }

    /** The bits of the key usage extension. */
    static int bits(List<String> usages) {
        return usages.stream().map(KEY::get).filter(Objects::nonNull).reduce(0, (all, bit) -> all | bit);
    }

    static KeyPurposeId[] purposes(List<String> usages) {
        return usages.stream()
                .map(EXTENDED::get)
                .filter(Objects::nonNull)
                .distinct()
                .toArray(KeyPurposeId[]::new);
    }
}
