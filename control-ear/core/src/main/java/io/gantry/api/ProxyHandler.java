package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ProxyRequest.Backend;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.proxy.ProxiedName;
import io.gantry.registry.Registry;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Finds the server that a proxy subresource means. The server of the API passes the request on to it. */
final class ProxyHandler {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final Set<String> REDIRECTED = Set.of("GET", "HEAD");

    /** Where upstream's kubelet listens. The agent listens nowhere, and answers for it over its link. */
    private static final String AGENT_PORT = "10250";

    private final Registry registry;
    private final WatchCache cache;
    private final ProxyBackends services;

    /** @param random chooses among the endpoints of a service */
    ProxyHandler(Registry registry, WatchCache cache, RandomGenerator random) {
        this.registry = registry;
        this.cache = cache;
        this.services = new ProxyBackends(cache, random);
    }

    ApiResponse proxy(Call call) {
        ApiRequest request = call.request();
        ResourceTarget target = call.target();
        if (!METHODS.contains(request.method())) {
            throw Routing.methodNotAllowed();
        }
        CanonicalPath path = CanonicalPath.of(request.rawPath());
        int own = ProxiedPath.length(path.segments());
        String rest = admitted(call, ProxiedPath.rest(request.rawPath(), own));
        ProxiedName name = ProxiedName.parse(target.name())
                .orElseThrow(() -> StatusException.badRequest(
                        "invalid " + kind(target.resource()) + " request " + Quoted.of(target.name())));
        cache.awaitCurrent();
        Backend backend = backend(target, name);
        if (rest.isEmpty() && REDIRECTED.contains(request.method())) {
            return withSlash(request);
        }
        String prefix = "/" + String.join("/", path.segments().subList(0, own));
        return new ApiResponse.Proxy(
                new ProxyRequest(backend, name.tls(), prefix, rest.isEmpty() ? "/" : rest),
                call.warnings().headerValues());
    }

    /** The path behind the subresource as admission leaves it: as it came, unless somebody wants another. */
    private String admitted(Call call, String rest) {
        String path = PercentEncoding.shown(rest);
        String kind = call.definition()
                .subresource(call.target().subresource())
                .orElseThrow(Routing::notFound)
                .kind();
        ObjectNode options = ConnectOptions.shownProxy(kind, path);
        registry.admitConnect(call.definition(), call.key(), call.target().subresource(), options, call.context(false));
        String wanted = Nodes.text(options, "path");
        if (wanted.equals(path)) {
            return rest;
        }
        return PercentEncoding.encodePath(wanted.startsWith("/") || wanted.isEmpty() ? wanted : "/" + wanted);
    }

    /** Relative links of the page that follows would otherwise lead elsewhere. */
    private static ApiResponse withSlash(ApiRequest request) {
        String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
        return new ApiResponse.Complete(
                301, "", Map.of("Location", List.of(request.rawPath() + "/" + query)), Body.EMPTY);
    }

    private static String kind(String resource) {
        return resource.substring(0, resource.length() - 1);
    }

    private Backend backend(ResourceTarget target, ProxiedName name) {
        return switch (target.resource()) {
            case "pods" -> pod(target, name);
            case "services" -> services.choose(target.namespace(), target.name(), name);
            default -> node(name);
        };
    }

    private Backend pod(ResourceTarget target, ProxiedName name) {
        ApiObject pod = find("pods", target.namespace(), name.name());
        JsonNode status = pod.status();
        String address = status.path("podIPs")
                .path(0)
                .path("ip")
                .asText(status.path("podIP").asText(""));
        if (!isAllowed(address)) {
            throw StatusException.badRequest("address not allowed");
        }
        String port = name.port().isEmpty() ? firstPort(pod) : name.port();
        return new ProxyRequest.PodPort(pod, address, port.isEmpty() ? name.tls() ? 443 : 80 : number(port));
    }

    private static String firstPort(ApiObject pod) {
        for (JsonNode container : pod.spec().path("containers")) {
            if (!container.path("ports").isEmpty()) {
                return container.path("ports").path(0).path("containerPort").asText();
            }
        }
        return "";
    }

    private Backend node(ProxiedName name) {
        ApiObject node = find("nodes", "", name.name());
        if (name.port().isEmpty() || name.port().equals(AGENT_PORT)) {
            return new ProxyRequest.NodeAgent(node.name());
        }
        for (JsonNode address : node.status().path("addresses")) {
            String text = address.path("address").asText();
            if (address.path("type").asText().equals("InternalIP") && isAllowed(text)) {
                return new ProxyRequest.NodePort(node.name(), text, number(name.port()));
            }
        }
        throw StatusException.badRequest("address not allowed");
    }

    private ApiObject find(String resource, String namespace, String name) {
        GroupResource found = new GroupResource("", resource);
        return cache.get(new ObjectKey(found, namespace, name))
                .orElseThrow(() -> StatusException.notFound(found, name));
    }

    /** Nobody gets at what listens for the backend's own machine only. */
    private static boolean isAllowed(String address) {
        return IpAddress.parse(address).filter(ProxyHandler::isGlobalUnicast).isPresent();
    }

    private static boolean isGlobalUnicast(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !address.isAnyLocalAddress()
                && !address.getHostAddress().equals("255.255.255.255");
    }

    private static int number(String port) {
        return Optional.of(port)
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(Integer::valueOf)
                .filter(number -> number > 0 && number < 65536)
                .orElseThrow(() -> StatusException.of(
                        503,
                        "ServiceUnavailable",
                        "error trying to reach service: dial tcp: lookup tcp/" + port + ": unknown port"));
    }
}
