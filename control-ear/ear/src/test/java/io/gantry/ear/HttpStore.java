package io.gantry.ear;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.ear.ApiClient.Answer;
import io.gantry.store.linearizability.Call;
import io.gantry.store.linearizability.Outcome;
import io.gantry.store.linearizability.TestedStore;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ConfigMaps of one namespace, through one instance of the control plane; a map's value is its key {@code value}. */
final class HttpStore implements TestedStore {

    /** A write may take as long as the store tries. */
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private static final Set<Integer> REFUSED_UNREAD = Set.of(429);
    private static final int FAILED = 500;

    private final ApiClient api;
    private final String path;

    HttpStore(ApiClient api, String namespace) {
        this.api = api;
        this.path = "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    @Override
    public Optional<Outcome> call(String name, Call call) {
        Answer answer;
        try {
            answer = api.send(request(name, call));
        } catch (UncheckedIOException e) {
            boolean unsent = call instanceof Call.Read || e.getCause() instanceof ConnectException;
            return unsent ? Optional.empty() : Optional.of(new Outcome.Unknown());
        }
        if (answer.code() >= FAILED) {
            return call instanceof Call.Read ? Optional.empty() : Optional.of(new Outcome.Unknown());
        }
        return outcome(call, answer);
    }

    private HttpRequest request(String name, Call call) {
        HttpRequest.Builder request = switch (call) {
            case Call.Create create ->
                api.request(path).POST(BodyPublishers.ofString(object(name, create.value(), "")));
            case Call.Update update ->
                api.request(path + "/" + name)
                        .PUT(BodyPublishers.ofString(
                                object(name, update.value(), ",\"resourceVersion\":\"" + update.expected() + "\"")));
            case Call.Delete delete ->
                api.request(path + "/" + name)
                        .method(
                                "DELETE",
                                BodyPublishers.ofString(
                                        "{\"preconditions\":{\"resourceVersion\":\"" + delete.expected() + "\"}}"));
            case Call.Read read -> api.request(path + "/" + name).GET();
        };
        return request.header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .build();
    }

    private static String object(String name, String value, String revision) {
        return "{\"metadata\":{\"name\":\"" + name + "\"" + revision + "},\"data\":{\"value\":\"" + value + "\"}}";
    }

    private static Optional<Outcome> outcome(Call call, Answer answer) {
        if (answer.code() < 300) {
            return Optional.of(
                    switch (call) {
                        case Call.Read read -> found(answer.json());
                        // the answer does not tell at which revision the object went: not before the next one
                        case Call.Delete delete -> new Outcome.Wrote(delete.expected() + 1);
                        case Call.Create create -> new Outcome.Wrote(revision(answer.json()));
                        case Call.Update update -> new Outcome.Wrote(revision(answer.json()));
                    });
        }
        // an instance that starts or ends answers without a Status before it has looked at anything
        String reason =
                answer.body().startsWith("{") ? answer.json().path("reason").asText() : "";
        if (REFUSED_UNREAD.contains(answer.code()) || reason.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (reason) {
                    case "NotFound" -> new Outcome.Absent();
                    case "AlreadyExists", "Conflict" -> new Outcome.Conflict();
                    default -> throw new AssertionError(call + ": " + answer.code() + " " + answer.body());
                });
    }

    @Override
    public Optional<Map<String, Outcome.Found>> list(String prefix) {
        Answer answer;
        try {
            answer = api.send(api.request(path).timeout(PATIENCE).GET().build());
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
        if (answer.code() != 200) {
            return Optional.empty();
        }
        Map<String, Outcome.Found> found = new HashMap<>();
        for (JsonNode item : answer.json().path("items")) {
            String name = item.at("/metadata/name").asText();
            if (name.startsWith(prefix)) {
                found.put(name, found(item));
            }
        }
        return Optional.of(found);
    }

    private static Outcome.Found found(JsonNode object) {
        return new Outcome.Found(revision(object), value(object));
    }

    static long revision(JsonNode object) {
        return object.at("/metadata/resourceVersion").asLong();
    }

    static String value(JsonNode object) {
        return object.at("/data/value").asText();
    }
}
