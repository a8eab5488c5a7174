package io.gantry.api;

import io.gantry.discovery.DiscoveryDocuments;
import io.gantry.discovery.DiscoveryDocuments.Aggregation;
import io.gantry.object.EncodedDocument;
import io.gantry.resource.Resources;
import java.util.List;
import java.util.Optional;

/** {@code /api} and {@code /apis}, each in the plain and the aggregated form. */
public final class Discovery implements Endpoint {

    private final PerResources<DiscoveryDocuments> documents;

    /**
     * @param serverAddress host and port at which clients reach this server, for example {@code 10.0.0.1:6443}
     */
    public Discovery(Resources resources, String serverAddress) {
        this.documents =
                new PerResources<>(resources, definitions -> new DiscoveryDocuments(definitions, serverAddress));
    }

    @Override
    public Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query) {
        List<String> segments = path.segments();
        boolean core = path.startsWith("api");
        if (!core && !path.startsWith("apis")) {
            return Optional.empty();
        }
        DiscoveryDocuments present = documents.get();
        return switch (segments.size()) {
            case 1 -> Optional.of(root(request, present, core));
            case 2 ->
                (core ? present.resources("", segments.get(1)) : present.group(segments.get(1)))
                        .map(document -> plain(request, document));
            case 3 ->
                core
                        ? Optional.empty()
                        : present.resources(segments.get(1), segments.get(2)).map(document -> plain(request, document));
            default -> Optional.empty();
        };
    }

    private static ApiResponse.Complete root(ApiRequest request, DiscoveryDocuments documents, boolean core) {
        for (AcceptHeader.Clause clause : AcceptHeader.parse(request.headers().joined("Accept"))) {
            Optional<Aggregation> aggregation = aggregation(clause);
            if (aggregation.isPresent()) {
                EncodedDocument document = core
                        ? documents.aggregatedCore(aggregation.get())
                        : documents.aggregatedGroups(aggregation.get());
                return Documented.response(request, document, aggregation.get().contentType());
            }
            if (clause.matches("application", "json") && !clause.parameters().containsKey("as")) {
                break;
            }
        }
        return plain(request, core ? documents.core() : documents.groups());
    }

    private static Optional<Aggregation> aggregation(AcceptHeader.Clause clause) {
        boolean wanted = clause.matches("application", "json")
                && clause.parameters().getOrDefault("g", "").equals("apidiscovery.k8s.io")
                && clause.parameters().getOrDefault("as", "").equals("APIGroupDiscoveryList");
        return switch (wanted ? clause.parameters().getOrDefault("v", "") : "") {
            case "v2" -> Optional.of(Aggregation.V2);
            case "v2beta1" -> Optional.of(Aggregation.V2BETA1);
            default -> Optional.empty();
        };
    }

    private static ApiResponse.Complete plain(ApiRequest request, EncodedDocument document) {
        return Documented.response(request, document, "application/json");
    }
}
