package io.gantry.bench;

import io.gantry.pki.Pem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One API server under measurement, with a client certificate. HTTP/1.1 over TLS: a connection a caller. */
record Target(String server, SSLContext tls) {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    static Target fromKubeconfig(Path file) {
        try {
            Map<?, ?> config =
                    (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            Map<?, ?> cluster = (Map<?, ?>) first(config, "clusters").get("cluster");
            Map<?, ?> user = (Map<?, ?>) first(config, "users").get("user");
            SSLContext tls = tls(
                    pem(cluster, "certificate-authority"), pem(user, "client-certificate"), pem(user, "client-key"));
            return new Target((String) cluster.get("server"), tls);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    private static Map<?, ?> first(Map<?, ?> config, String list) {
        return (Map<?, ?>) ((List<?>) config.get(list)).getFirst();
    }

    /** The content of a field that names a file, or of its {@code -data} twin. */
    private static Path pem(Map<?, ?> entry, String field) throws IOException {
        Object data = entry.get(field + "-data");
        if (data == null) {
            return Path.of((String) entry.get(field));
        }
        Path file = Files.createTempFile("gantry-bench", ".pem");
        file.toFile().deleteOnExit();
        return Files.write(file, Base64.getDecoder().decode((String) data));
    }

    private static SSLContext tls(Path authority, Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", Pem.readCertificates(authority).getFirst());
        store.setKeyEntry(
                "client",
                Pem.readPrivateKey(key),
                new char[0],
                Pem.readCertificates(certificate).toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    /** A client of its own: one connection as long as calls follow one another. */
    HttpClient connect() {
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    HttpRequest get(String path) {
        return request(path).build();
    }

    HttpRequest send(String method, String path, String json) {
        return request(path)
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .build();
    }

    HttpRequest delete(String path) {
        return request(path).DELETE().build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json");
    }

    /** A call outside the measurement, which must succeed or find what it wants to make. */
    void require(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300 && response.statusCode() != 409) {
            throw new IOException(
                    request.method() + " " + request.uri() + ": " + response.statusCode() + " " + response.body());
        }
    }
}
