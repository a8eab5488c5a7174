package io.gantry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a page has told of, by method: the newest of each, as a page that follows a stream tells of every piece of it. */
final class PageEvents {

    private static final int LIMIT = 1000;

    private final Map<String, Deque<JsonNode>> kept = new HashMap<>();

    synchronized void add(String method, JsonNode parameters) {
        Deque<JsonNode> events = kept.computeIfAbsent(method, ignored -> new ArrayDeque<>());
        if (events.size() == LIMIT) {
            events.removeFirst();
        }
        events.addLast(parameters);
    }

    synchronized List<JsonNode> of(String method) {
        return List.copyOf(kept.getOrDefault(method, new ArrayDeque<>()));
    }
}
