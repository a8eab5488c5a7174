package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.remote.RemoteClient;
import io.gantry.remote.RemoteRequest;
import io.gantry.remote.RemoteResponse;
import io.gantry.remote.RemoteServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Webhooks at {@code https://hooks/PATH}, each a function from the review's request to the response. */
final class FakeWebhooks implements RemoteClient {

    private final Map<String, Function<ObjectNode, ObjectNode>> hooks = new ConcurrentHashMap<>();

    /** The requests of all reviews, in order. */
    final List<ObjectNode> asked = new CopyOnWriteArrayList<>();

    FakeWebhooks on(String path, Function<ObjectNode, ObjectNode> hook) {
        hooks.put(path, hook);
        return this;
    }

    static ObjectNode allow() {
        return Json.object().put("allowed", true);
    }

    static ObjectNode deny(String message) {
        ObjectNode response = Json.object().put("allowed", false);
        response.putObject("status").put("message", message);
        return response;
    }

    static ObjectNode patch(String patch) {
        return allow().put("patchType", "JSONPatch")
                .put("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public RemoteResponse send(RemoteServer server, RemoteRequest request) throws IOException {
        String path = request.pathAndQuery().substring(1, request.pathAndQuery().indexOf('?'));
        ObjectNode review = Json.read(request.body());
        ObjectNode asking = (ObjectNode) review.get("request");
        asked.add(asking);
        Optional<Function<ObjectNode, ObjectNode>> hook = Optional.ofNullable(hooks.get(path));
        ObjectNode response =
                hook.orElseThrow(() -> new IOException("connection refused")).apply(asking);
        response.set("uid", asking.get("uid"));
        review.remove("request");
        review.set("response", response);
        return new RemoteResponse(200, Map.of(), new ByteArrayInputStream(Json.write(review)), () -> {});
    }
}
