package io.gantry.gateway;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** The gateway's TLS: its own certificate, and the authority that every client certificate must come from. */
public final class GatewayTls {

    private static final long REREAD_MINUTES = 5;

    private GatewayTls() {}

    /** Credentials of an embedder who renews them in its own way. */
    public static ServerCredentials of(KeyManager identity, TrustManager authorities) {
        return TlsServerCredentials.newBuilder()
                .keyManager(identity)
                .trustManager(authorities)
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
    }

    /**
     * Credentials from PEM files, read again every five minutes so that a renewed certificate is taken without a restart.
     *
     * @param certificate certificate chain of the gateway
     * @param key its private key, PKCS #8
     * @param authorities certificates of the authorities of client certificates
     * @param scheduler where the files are read again
     */
    public static ServerCredentials ofPem(
            Path certificate, Path key, Path authorities, ScheduledExecutorService scheduler)
            throws IOException, GeneralSecurityException {
        AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
        identity.updateIdentityCredentials(
                certificate.toFile(), key.toFile(), REREAD_MINUTES, TimeUnit.MINUTES, scheduler);
        AdvancedTlsX509TrustManager trust = AdvancedTlsX509TrustManager.newBuilder()
                // agents are known by the name in their certificate, not by the address they call from
                .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                .build();
        trust.updateTrustCredentials(authorities.toFile(), REREAD_MINUTES, TimeUnit.MINUTES, scheduler);
        return of(identity, trust);
    }
}
