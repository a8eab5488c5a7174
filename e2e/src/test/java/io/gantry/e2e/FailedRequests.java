package io.gantry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests of a page that the network failed, not the server and not the page itself by giving up. */
final class FailedRequests {

    /** Enough to see the cause; a page that tries again may have many. */
    private static final int SHOWN = 20;

    private final DevTools tools;

    FailedRequests(DevTools tools) {
        this.tools = tools;
        // without the bodies, which the browser would keep for the asking
        tools.send("Network.enable", Map.of("maxTotalBufferSize", 0, "maxResourceBufferSize", 0));
    }

    /** For an assertion that waits for something that such a failure may have kept away. */
    String description() {
        List<String> failed = list();
        List<String> newest = failed.subList(Math.max(0, failed.size() - SHOWN), failed.size());
        return failed.isEmpty() ? "no request failed" : "%d failed requests: %s".formatted(failed.size(), newest);
    }

    private List<String> list() {
        Map<String, String> urls = new HashMap<>();
        for (JsonNode sent : tools.events("Network.requestWillBeSent")) {
            urls.put(id(sent), sent.path("request").path("url").asText());
        }
        return tools.events("Network.loadingFailed").stream()
                .filter(failed -> !failed.path("canceled").asBoolean())
                .map(failed -> failed.path("errorText").asText() + " " + urls.getOrDefault(id(failed), "unknown URL"))
                .toList();
    }

    private static String id(JsonNode event) {
        return event.path("requestId").asText();
    }
}
