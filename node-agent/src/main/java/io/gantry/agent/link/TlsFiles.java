package io.gantry.agent.link;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The node's identity, in PEM: certificate (CN=system:node:NAME, O=system:nodes), its key (PKCS#8), and the authority that signs the
 * control plane. Read again for every connection, so a renewed certificate is taken up by itself.
 */
public record TlsFiles(Path certificate, Path key, Path authority) {

    /** @throws IOException when a file is missing or holds something else */
    SslContext context() throws IOException {
        try {
            return GrpcSslContexts.forClient()
                    .keyManager(certificate.toFile(), key.toFile())
                    .trustManager(authority.toFile())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException("bad certificate or key: " + e.getMessage(), e);
        }
    }
}
