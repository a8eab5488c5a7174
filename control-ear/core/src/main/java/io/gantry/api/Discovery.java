package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.aggregation.Aggregation;
import io.gantry.discovery.DiscoveryDocuments;
import io.gantry.discovery.MergedDiscovery;
import io.gantry.discovery.RemoteVersion;
import io.gantry.object.EncodedDocument;
import io.gantry.object.Json;
import io.gantry.protobuf.ProtobufBody;
import io.gantry.protobuf.ProtobufOutput;
import io.gantry.resource.Resources;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /api} and {@code /apis}, each in the plain and the aggregated form. */
public final class Discovery implements Endpoint {

    private final PerResources<DiscoveryDocuments> documents;
    private final Aggregation aggregation;
    private final Remembered<EncodedDocument> groups = new Remembered<>();
    private final Map<DiscoveryDocuments.Aggregation, Remembered<EncodedDocument>> aggregated =
            new EnumMap<>(DiscoveryDocuments.Aggregation.class);

    /**
     * @param serverAddress host and port at which clients reach this server, for example {@code 10.0.0.1:6443}
     */
    public Discovery(Resources resources, String serverAddress) {
        this(resources, serverAddress, Aggregation.none());
    }

    /**
     * @param serverAddress host and port at which clients reach this server, for example {@code 10.0.0.1:6443}
     * @param aggregation what other servers add
     */
    public Discovery(Resources resources, String serverAddress, Aggregation aggregation) {
        this.aggregation = aggregation;
        for (DiscoveryDocuments.Aggregation form : DiscoveryDocuments.Aggregation.values()) {
            aggregated.put(form, new Remembered<>());
        }
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
                (core ? present.resources("", segments.get(1)) : group(present, segments.get(1)))
                        .map(document -> plain(request, document));
            case 3 ->
                core
                        ? Optional.empty()
                        : present.resources(segments.get(1), segments.get(2)).map(document -> plain(request, document));
            default -> Optional.empty();
        };
    }

    private Optional<EncodedDocument> group(DiscoveryDocuments documents, String name) {
        Optional<EncodedDocument> own = documents.group(name);
        boolean remote =
                aggregation.apis().all().stream().anyMatch(api -> api.group().equals(name));
        if (!remote) {
            return own;
        }
        Optional<ObjectNode> tree = own.map(document -> Json.read(document.json()));
        return MergedDiscovery.group(tree, name, versions(false)).map(EncodedDocument::of);
    }

    private EncodedDocument groups(DiscoveryDocuments documents) {
        EncodedDocument own = documents.groups();
        if (aggregation.apis().isEmpty()) {
            return own;
        }
        List<RemoteVersion> versions = versions(false);
        return groups.get(
                List.of(own, versions),
                () -> EncodedDocument.of(MergedDiscovery.groups(Json.read(own.json()), versions)));
    }

    private EncodedDocument aggregatedGroups(DiscoveryDocuments documents, DiscoveryDocuments.Aggregation form) {
        EncodedDocument own = documents.aggregatedGroups(form);
        if (aggregation.apis().isEmpty()) {
            return own;
        }
        List<RemoteVersion> versions = versions(true);
        return aggregated
                .get(form)
                .get(
                        List.of(own, versions),
                        () -> EncodedDocument.of(MergedDiscovery.aggregated(Json.read(own.json()), versions)));
    }

    private List<RemoteVersion> versions(boolean withResources) {
        return aggregation.apis().all().stream()
                .map(api -> new RemoteVersion(
                        api.group(),
                        api.version(),
                        api.groupPriority(),
                        withResources ? aggregation.documents().resources(api) : Optional.empty()))
                .toList();
    }

    private ApiResponse.Complete root(ApiRequest request, DiscoveryDocuments documents, boolean core) {
        for (AcceptHeader.Clause clause : AcceptHeader.parse(request.headers().joined("Accept"))) {
            Optional<DiscoveryDocuments.Aggregation> form = form(clause);
            if (form.isPresent()) {
                EncodedDocument document =
                        core ? documents.aggregatedCore(form.get()) : aggregatedGroups(documents, form.get());
                return Documented.response(request, document, form.get().contentType());
            }
            if (clause.matches("application", "json") && !clause.parameters().containsKey("as")) {
                break;
            }
        }
        return plain(request, core ? documents.core() : groups(documents));
    }

    private static Optional<DiscoveryDocuments.Aggregation> form(AcceptHeader.Clause clause) {
        boolean wanted = clause.matches("application", "json")
                && clause.parameters().getOrDefault("g", "").equals("apidiscovery.k8s.io")
                && clause.parameters().getOrDefault("as", "").equals("APIGroupDiscoveryList");
        return switch (wanted ? clause.parameters().getOrDefault("v", "") : "") {
            case "v2" -> Optional.of(DiscoveryDocuments.Aggregation.V2);
            case "v2beta1" -> Optional.of(DiscoveryDocuments.Aggregation.V2BETA1);
            default -> Optional.empty();
        };
    }

    private static ApiResponse.Complete plain(ApiRequest request, EncodedDocument document) {
        for (AcceptHeader.Clause clause : AcceptHeader.parse(request.headers().joined("Accept"))) {
            if (clause.matches("application", "json")) {
                break;
            }
            if (clause.matches("application", "vnd.kubernetes.protobuf")) {
                ObjectNode tree = Json.read(document.json()).put("apiVersion", "v1"); // APIVersions has none in JSON
                return Responses.bytes(ProtobufBody.MEDIA_TYPE, ProtobufOutput.object(tree), new Warnings());
            }
        }
        return Documented.response(request, document, "application/json");
    }
}
