package io.gantry.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.EncodedDocument;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What clients ask first: which groups, versions and resources there are
 * (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api). Made for one set of definitions; when that changes,
 * make another. Documents are built when first asked for.
 */
public final class DiscoveryDocuments {

    /** Versions of the aggregated form ({@code apidiscovery.k8s.io}). */
    public enum Aggregation {
        V2("v2"),
        V2BETA1("v2beta1");

        private final String version;

        Aggregation(String version) {
            this.version = version;
        }

        /** The value of the Content-Type header. */
        public String contentType() {
            return "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
        }
    }

    private final ApiGroups groups;
    private final String serverAddress;
    private final Map<String, EncodedDocument> cache = new ConcurrentHashMap<>();

    /**
     * Documents of the given resources.
     *
     * @param serverAddress host and port at which clients reach this server, for example {@code 10.0.0.1:6443}
     */
    public DiscoveryDocuments(List<ResourceDefinition> definitions, String serverAddress) {
        this.groups = new ApiGroups(definitions);
        this.serverAddress = serverAddress;
    }

    /** {@code /api}. */
    public EncodedDocument core() {
        return cached("/api", this::coreVersions);
    }

    /** {@code /apis}. */
    public EncodedDocument groups() {
        return cached("/apis", this::groupList);
    }

    /** {@code /api} as one document with all core resources. */
    public EncodedDocument aggregatedCore(Aggregation aggregation) {
        return cached(
                "/api " + aggregation, () -> AggregatedDiscovery.document(groups, List.of(""), aggregation.version));
    }

    /** {@code /apis} as one document with the resources of all named groups. */
    public EncodedDocument aggregatedGroups(Aggregation aggregation) {
        return cached(
                "/apis " + aggregation,
                () -> AggregatedDiscovery.document(groups, groups.names(), aggregation.version));
    }

    /** {@code /apis/GROUP}; empty when there is no such group. */
    public Optional<EncodedDocument> group(String group) {
        if (group.isEmpty() || groups.versions(group).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(cached("/apis/" + group, () -> standalone("APIGroup", groupOf(group))));
    }

    /** {@code /apis/GROUP/VERSION}, or {@code /api/v1} for the empty group; empty when there is no such version. */
    public Optional<EncodedDocument> resources(String group, String version) {
        if (groups.resources(group, version).isEmpty()) {
            return Optional.empty();
        }
        String path = "/apis/" + group + "/" + version;
        return Optional.of(cached(path, () -> ResourceListDocument.of(groups.resources(group, version))));
    }

    private EncodedDocument cached(String key, Supplier<ObjectNode> document) {
        return cache.computeIfAbsent(key, path -> EncodedDocument.of(document.get()));
    }

    private ObjectNode coreVersions() {
        ObjectNode document = Json.object();
        document.put("kind", "APIVersions");
        groups.versions("").forEach(document.putArray("versions")::add);
        document.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", serverAddress);
        return document;
    }

    private ObjectNode groupList() {
        ObjectNode document = Json.object();
        document.put("kind", "APIGroupList");
        document.put("apiVersion", "v1");
        ArrayNode list = document.putArray("groups");
        groups.names().forEach(name -> list.add(groupOf(name)));
        return document;
    }

    private ObjectNode groupOf(String name) {
        ObjectNode group = Json.object();
        group.put("name", name);
        ArrayNode versions = group.putArray("versions");
        groups.versions(name).forEach(version -> versions.add(groupVersion(name, version)));
        group.set("preferredVersion", versions.get(0));
        return group;
    }

    private static ObjectNode groupVersion(String group, String version) {
        return Json.object().put("groupVersion", group + "/" + version).put("version", version);
    }

    private static ObjectNode standalone(String kind, ObjectNode content) {
        ObjectNode document = Json.object();
        document.put("kind", kind);
        document.put("apiVersion", "v1");
        return document.setAll(content);
    }
}
