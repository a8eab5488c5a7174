package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.util.List;
import java.util.Optional;

/** What a CustomResourceDefinition says. */
public record Declaration(JsonNode json) {

    public static final GroupResource RESOURCE = new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");

    static Declaration of(ApiObject object) {
        return new Declaration(object.json());
    }

    public static ObjectKey key(String name) {
        return ObjectKey.cluster(RESOURCE, name);
    }

    String name() {
        return Nodes.text(json.path("metadata"), "name");
    }

    String group() {
        return Nodes.text(json.path("spec"), "group");
    }

    String plural() {
        return Nodes.text(spec().path("names"), "plural");
    }

    GroupResource resource() {
        return new GroupResource(group(), plural());
    }

    JsonNode spec() {
        return json.path("spec");
    }

    /** The names that no other definition has taken before. */
    JsonNode acceptedNames() {
        return json.path("status").path("acceptedNames");
    }

    boolean isNamespaced() {
        return Nodes.text(spec(), "scope").equals("Namespaced");
    }

    List<? extends JsonNode> versions() {
        return Nodes.objects(spec(), "versions");
    }

    /** The version in which objects are stored. */
    String storageVersion() {
        return versions().stream()
                .filter(version -> version.path("storage").asBoolean())
                .findFirst()
                .map(version -> Nodes.text(version, "name"))
                .orElse("");
    }

    /** Whether the definition is as it was made, so that every stored object was checked against it. */
    boolean isUnchanged() {
        return json.path("metadata").path("generation").asLong() == 1;
    }

    boolean isEstablished() {
        return isTrue("Established");
    }

    boolean isTerminating() {
        return isTrue("Terminating") || json.path("metadata").has("deletionTimestamp");
    }

    private boolean isTrue(String type) {
        Optional<? extends JsonNode> condition = Nodes.objects(json.path("status"), "conditions").stream()
                .filter(one -> Nodes.text(one, "type").equals(type))
                .findFirst();
        return condition.map(one -> Nodes.text(one, "status").equals("True")).orElse(false);
    }
}
