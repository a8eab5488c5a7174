package io.gantry.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.e2e.ApiClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Where the objects of a kind are, from the server's discovery. */
final class ApiPaths {

    private record Resource(String root, String plural, boolean namespaced) {

        String in(String namespace) {
            return namespaced ? root + "/namespaces/" + namespace + "/" + plural : root + "/" + plural;
        }
    }

    private final Map<String, Resource> ofKind = new HashMap<>();
    private final Map<String, Resource> ofPlural = new HashMap<>();

    static ApiPaths discovered(ApiClient api) throws IOException, InterruptedException {
        ApiPaths paths = new ApiPaths();
        paths.add(api, "/api/v1");
        ObjectMapper json = new ObjectMapper();
        for (JsonNode group : json.readTree(api.get("/apis").body()).path("groups")) {
            for (JsonNode version : group.path("versions")) {
                paths.add(api, "/apis/" + version.path("groupVersion").asText());
            }
        }
        return paths;
    }

    private void add(ApiClient api, String root) throws IOException, InterruptedException {
        String groupVersion = root.substring(root.startsWith("/apis/") ? "/apis/".length() : "/api/".length());
        for (JsonNode node : new ObjectMapper().readTree(api.get(root).body()).path("resources")) {
            String plural = node.path("name").asText();
            if (!plural.contains("/")) {
                Resource resource =
                        new Resource(root, plural, node.path("namespaced").asBoolean());
                ofKind.put(groupVersion + " " + node.path("kind").asText(), resource);
                ofPlural.putIfAbsent(plural, resource);
            }
        }
    }

    /** The collection that this object belongs to. */
    String ofObject(JsonNode object, String namespace) {
        return resourceOf(object).in(object.path("metadata").path("namespace").asText(namespace));
    }

    boolean isNamespaced(JsonNode object) {
        return resourceOf(object).namespaced();
    }

    private Resource resourceOf(JsonNode object) {
        String kind =
                object.path("apiVersion").asText() + " " + object.path("kind").asText();
        return found(ofKind.get(kind), kind);
    }

    /** @param address {@code pods/web}, {@code nodes}, {@code pods?labelSelector=a%3Db}, or a whole path */
    String of(String address, String namespace) {
        if (address.startsWith("/")) {
            return address;
        }
        String plural = address.split("[/?]", 2)[0];
        return found(ofPlural.get(plural), plural).in(namespace) + address.substring(plural.length());
    }

    private static Resource found(Resource resource, String name) {
        if (resource == null) {
            throw new IllegalArgumentException("the server has no " + name);
        }
        return resource;
    }
}
