package io.gantry.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.remote.RemoteServer;
import io.gantry.remote.RemoteServer.CaBundle;
import io.gantry.remote.RemoteServer.SystemTrust;
import io.gantry.remote.RemoteServer.Trust;
import io.gantry.remote.RemoteServer.Unchecked;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A version of an API group that an extension server serves (apiregistration.k8s.io APIService with a service).
 *
 * @param group never empty
 * @param server where it is served
 * @param available whether the last check found it so
 * @param groupPriority groups of a higher one are listed before
 * @param versionPriority versions of a higher one are preferred
 */
public record AggregatedApi(
        String group, String version, RemoteServer server, boolean available, int groupPriority, int versionPriority) {

    public static final GroupResource RESOURCE = new GroupResource("apiregistration.k8s.io", "apiservices");

    private static final int DEFAULT_PORT = 443;

    /** What an APIService says; empty for one of the control plane's own. */
    public static Optional<AggregatedApi> of(ApiObject object) {
        JsonNode spec = object.spec();
        JsonNode service = spec.path("service");
        if (!service.isObject() || Nodes.text(spec, "group").isEmpty()) {
            return Optional.empty();
        }
        RemoteServer.Service location = new RemoteServer.Service(
                Nodes.text(service, "namespace"),
                Nodes.text(service, "name"),
                service.path("port").asInt(DEFAULT_PORT));
        return Optional.of(new AggregatedApi(
                Nodes.text(spec, "group"),
                Nodes.text(spec, "version"),
                new RemoteServer(location, trust(spec)),
                isAvailable(object),
                spec.path("groupPriorityMinimum").asInt(),
                spec.path("versionPriority").asInt()));
    }

    private static Trust trust(JsonNode spec) {
        String bundle = Nodes.text(spec, "caBundle");
        if (spec.path("insecureSkipTLSVerify").asBoolean()) {
            return new Unchecked();
        }
        return bundle.isEmpty()
                ? new SystemTrust()
                : new CaBundle(new String(Base64.getDecoder().decode(bundle), StandardCharsets.UTF_8));
    }

    private static boolean isAvailable(ApiObject object) {
        return Nodes.objects(object.status(), "conditions").stream()
                .anyMatch(condition -> Nodes.text(condition, "type").equals("Available")
                        && Nodes.text(condition, "status").equals("True"));
    }

    /** {@code apis/GROUP/VERSION}. */
    public String path() {
        return "apis/" + group + "/" + version;
    }
}
