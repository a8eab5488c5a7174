package io.gantry.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.remote.RemoteServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a webhook listens (WebhookClientConfig).
 *
 * @param server the server
 * @param path of the requests, empty or with a slash before it
 */
public record WebhookEndpoint(RemoteServer server, String path) {

    private static final int DEFAULT_PORT = 443;

    /** Reads a WebhookClientConfig that was checked. */
    public static WebhookEndpoint of(JsonNode clientConfig) {
        RemoteServer.Trust trust = trust(clientConfig);
        JsonNode service = clientConfig.path("service");
        if (service.isObject()) {
            RemoteServer.Service location = new RemoteServer.Service(
                    Nodes.text(service, "namespace"),
                    Nodes.text(service, "name"),
                    service.path("port").asInt(DEFAULT_PORT));
            return new WebhookEndpoint(new RemoteServer(location, trust), withSlash(Nodes.text(service, "path")));
        }
        URI url = URI.create(Nodes.text(clientConfig, "url"));
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return new WebhookEndpoint(new RemoteServer(new RemoteServer.Url(url), trust), path);
    }

    private static RemoteServer.Trust trust(JsonNode clientConfig) {
        String bundle = Nodes.text(clientConfig, "caBundle");
        return bundle.isEmpty()
                ? new RemoteServer.SystemTrust()
                : new RemoteServer.CaBundle(new String(Base64.getDecoder().decode(bundle), StandardCharsets.UTF_8));
    }

    private static String withSlash(String path) {
        return path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    }
}
