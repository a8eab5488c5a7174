package io.gantry.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Users as reviews show and name them. */
public final class UserInfoJson {

    private UserInfoJson() {}

    /** authentication.k8s.io/v1 UserInfo. */
    public static ObjectNode show(UserInfo user) {
        ObjectNode json = Json.object();
        if (!user.username().isEmpty()) {
            json.put("username", user.username());
        }
        if (!user.uid().isEmpty()) {
            json.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            user.groups().forEach(json.putArray("groups")::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = json.putObject("extra");
            new TreeMap<>(user.extra()).forEach((key, values) -> values.forEach(extra.withArray(key)::add));
        }
        return json;
    }

    /** Whom a SubjectAccessReviewSpec names. */
    public static UserInfo ofSpec(JsonNode spec) {
        Map<String, List<String>> extra = new TreeMap<>();
        JsonNode entries = spec.path("extra");
        entries.properties().forEach(entry -> extra.put(entry.getKey(), Nodes.texts(entries, entry.getKey())));
        return new UserInfo(
                Nodes.text(spec, "user"), Nodes.text(spec, "uid"), Nodes.texts(spec, "groups"), Map.copyOf(extra));
    }
}
