package io.gantry.bench;

import io.netty.handler.ssl.ApplicationProtocolNames;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One API server under measurement, with a client certificate; and the requests that the workloads send. */
record Target(String server, Credentials credentials) {

    private static final ContentType MERGE_PATCH =
            ContentType.create("application/merge-patch+json", StandardCharsets.UTF_8);

    static Target fromKubeconfig(Path file) {
        try {
            Map<?, ?> config =
                    (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            Map<?, ?> cluster = (Map<?, ?>) first(config, "clusters").get("cluster");
            Map<?, ?> user = (Map<?, ?>) first(config, "users").get("user");
            Credentials credentials = Credentials.read(
                    pem(cluster, "certificate-authority"), pem(user, "client-certificate"), pem(user, "client-key"));
            return new Target((String) cluster.get("server"), credentials);
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

    /** A client of its own for this many callers at once. */
    ApiClient connect(int callers) {
        URI uri = URI.create(server);
        return new ApiClient(
                new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort()), credentials.context(), callers);
    }

    /** @param protocol what they speak, as ALPN names it (RFC 7301) */
    Connections connections(String protocol) {
        return new Connections(URI.create(server), credentials.nativeContext(protocol));
    }

    /** A client for watches of which so many share a connection; with several over HTTP/2. */
    WatchClient watch(int perConnection) {
        boolean sharing = perConnection > 1;
        return new WatchClient(
                connections(sharing ? ApplicationProtocolNames.HTTP_2 : ApplicationProtocolNames.HTTP_1_1),
                perConnection);
    }

    static ClassicHttpRequest get(String path) {
        return request("GET", path).build();
    }

    static ClassicHttpRequest send(String method, String path, String json) {
        ContentType type = method.equals("PATCH") ? MERGE_PATCH : ContentType.APPLICATION_JSON;
        return request(method, path).setEntity(json, type).build();
    }

    static ClassicHttpRequest delete(String path) {
        return request("DELETE", path).build();
    }

    private static ClassicRequestBuilder request(String method, String path) {
        return ClassicRequestBuilder.create(method).setPath(path).setHeader("Accept", "application/json");
    }
}
