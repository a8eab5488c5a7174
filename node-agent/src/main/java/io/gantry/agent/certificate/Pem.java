package io.gantry.agent.certificate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text around DER (RFC 7468). */
final class Pem {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*)-----END CERTIFICATE-----");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static String block(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + LINES.encodeToString(der) + "\n-----END " + type + "-----\n";
    }

    /** The certificates of a chain in their order, without what a signer wrote between them. */
    static byte[] chain(String text) {
        StringBuilder chain = new StringBuilder();
        Matcher matcher = CERTIFICATE.matcher(text);
        while (matcher.find()) {
            chain.append(block("CERTIFICATE", Base64.getMimeDecoder().decode(matcher.group(1))));
        }
        return chain.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
