package io.gantry.server.wiring;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Fetches the keys of an OpenID Connect provider: when they are first needed, bounded in time and size, and cached. */
final class OidcProvider {

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int SIZE_LIMIT = 512 * 1024;
    private static final long LIFETIME_MILLIS = 3_600_000;
    private static final long REFRESH_MILLIS = 15_000;

    private final String issuer;
    private final DefaultResourceRetriever retriever;
    private volatile Optional<JWKSource<SecurityContext>> found = Optional.empty();

    /**
     * @param authority PEM of who signs the provider's certificate; absent for the authorities that Java knows
     */
    OidcProvider(String issuer, Optional<Path> authority) {
        this.issuer = issuer;
        this.retriever = authority
                .map(file ->
                        new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, SIZE_LIMIT, true, trusting(file)))
                .orElseGet(() -> new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, SIZE_LIMIT));
    }

    /** The provider's keys. A provider that is away does not keep the control plane from starting. */
    JWKSource<SecurityContext> keys() {
        return (selector, context) -> {
            try {
                return source().get(selector, context);
            } catch (IOException | ParseException e) {
                throw new com.nimbusds.jose.KeySourceException("the provider " + issuer + " cannot be reached", e);
            }
        };
    }

    private JWKSource<SecurityContext> source() throws IOException, ParseException {
        Optional<JWKSource<SecurityContext>> present = found;
        if (present.isPresent()) {
            return present.get();
        }
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        URL discovery = URI.create(base + "/.well-known/openid-configuration").toURL();
        String keys = JSONObjectUtils.getString(
                JSONObjectUtils.parse(retriever.retrieveResource(discovery).getContent()), "jwks_uri");
        JWKSource<SecurityContext> source = JWKSourceBuilder.create(
                        URI.create(keys).toURL(), retriever)
                .cache(LIFETIME_MILLIS, REFRESH_MILLIS)
                .rateLimited(REFRESH_MILLIS)
                .build();
        found = Optional.of(source);
        return source;
    }

    private static SSLSocketFactory trusting(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " holds no certificates", e);
        }
    }
}
