package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Whether a TLS secret looks like one. Whether key and certificate belong together is for whoever uses them to find out. */
final class TlsPair {

    private TlsPair() {}

    static List<String> warnings(JsonNode secret) {
        if (!Nodes.text(secret, "type").equals("kubernetes.io/tls")) {
            return List.of();
        }
        if (!decoded(secret, "tls.crt").contains("-----BEGIN CERTIFICATE-----")) {
            return List.of("tls: failed to find any PEM data in certificate input");
        }
        return decoded(secret, "tls.key").contains("PRIVATE KEY-----")
                ? List.of()
                : List.of("tls: failed to find any PEM data in key input");
    }

    private static String decoded(JsonNode secret, String key) {
        try {
            byte[] bytes = Base64.getDecoder().decode(Nodes.text(secret.path("data"), key));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // the schema refuses what is not base64
            return "";
        }
    }
}
