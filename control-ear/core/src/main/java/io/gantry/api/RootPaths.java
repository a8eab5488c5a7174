package io.gantry.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.aggregation.Aggregation;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code /}: what there is to be asked (meta/v1 RootPaths). */
public final class RootPaths implements Endpoint {

    private static final Set<String> NAMES = Set.of("/", "/index.html");
    private static final List<String> FIXED = List.of(
            "/.well-known/openid-configuration",
            "/api",
            "/apis",
            "/healthz",
            "/livez",
            "/metrics",
            "/metrics/slis",
            "/openapi/v2",
            "/openapi/v3",
            "/openid/v1/jwks",
            "/readyz",
            "/version");

    private final Resources resources;
    private final Aggregation aggregation;

    /** @param aggregation what other servers add */
    public RootPaths(Resources resources, Aggregation aggregation) {
        this.resources = resources;
        this.aggregation = aggregation;
    }

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query) {
        if (!NAMES.contains(path.text())) {
            return Optional.empty();
        }
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("paths");
        paths().forEach(list::add);
        OutputFormat pretty = new OutputFormat(OutputFormat.Encoding.JSON, OutputFormat.Shape.OBJECT, "v1", true);
        return Optional.of(Responses.tree(200, answer, pretty, new Warnings()));
    }

    private Set<String> paths() {
        Set<String> paths = new TreeSet<>(FIXED);
        for (ResourceDefinition definition : resources.all()) {
            if (definition.group().isEmpty()) {
                paths.add("/api/" + definition.version());
            } else {
                paths.add("/apis/" + definition.group());
                paths.add("/apis/" + definition.group() + "/" + definition.version());
            }
        }
        aggregation.apis().all().forEach(api -> {
            paths.add("/apis/" + api.group());
            paths.add("/" + api.path());
        });
        return paths;
    }
}
