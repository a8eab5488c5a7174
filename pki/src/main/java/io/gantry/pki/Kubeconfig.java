package io.gantry.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A kubeconfig file with one cluster, one user with a client certificate, and one context.
 *
 * @param cluster name of cluster and context, for example {@code gantry}
 * @param server for example {@code https://127.0.0.1:6443}
 * @param user name of the user entry
 * @param credential the user's certificate; its issuer is what the server's certificate is checked against
 */
public record Kubeconfig(String cluster, String server, String user, Credential credential) {

    /** Writes the file, readable by its owner only: it holds a private key. */
    public void write(Path file) throws IOException {
        NewFile.readableByOwner(file, yaml());
    }

    public String yaml() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s
                    certificate-authority-data: %4$s
                users:
                - name: %3$s
                  user:
                    client-certificate-data: %5$s
                    client-key-data: %6$s
                contexts:
                - name: %1$s
                  context:
                    cluster: %1$s
                    user: %3$s
                current-context: %1$s
                """.formatted(
                        cluster,
                        server,
                        user,
                        base64(Pem.encode(credential.issuer())),
                        base64(credential.certificatePem()),
                        base64(Pem.encodePortably(
                                credential.key(), credential.certificate().getPublicKey())));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
