package io.gantry.agent.endpoint;

import io.gantry.agent.runtime.EngineException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the agent tells of its node over HTTP, under the paths of upstream's kubelet. It listens on no port: requests come over the link,
 * from users that the API server has authorized for the node's proxy subresource.
 */
public final class NodeEndpoints {

    private static final Logger LOG = LoggerFactory.getLogger(NodeEndpoints.class);
    private static final String LOGS = "/logs/";

    /** Answers one path. */
    @FunctionalInterface
    public interface Endpoint {
        Reply answer() throws IOException;
    }

    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final LogFiles logs;

    public NodeEndpoints(Map<String, Endpoint> endpoints, LogFiles logs) {
        this.endpoints.putAll(endpoints);
        this.logs = logs;
    }

    public Reply answer(RequestHead request) {
        boolean head = request.method().equals("HEAD");
        if (!head && !request.method().equals("GET")) {
            return Reply.text(405, "the node's agent only answers GET and HEAD\n");
        }
        try {
            Reply reply = find(request.path());
            return head ? reply.withoutBody() : reply;
        } catch (IOException | EngineException e) {
            LOG.warn("event=endpoint-failed path={} error=\"{}\"", request.path(), e.getMessage());
            return Reply.text(500, "Internal Error: " + e.getMessage() + "\n");
        }
    }

    private Reply find(String path) throws IOException {
        Endpoint endpoint =
                endpoints.get(path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        if (endpoint != null) {
            return endpoint.answer();
        }
        if (path.equals("/logs") || path.startsWith(LOGS)) {
            return path.equals("/logs") ? Reply.movedTo(LOGS) : logs.answer(path.substring(LOGS.length()));
        }
        return Reply.text(
                404,
                "404 page not found: this node answers " + String.join(", ", endpoints.keySet()) + " and " + LOGS
                        + "; for logs, commands and ports of pods use the pods' own subresources\n");
    }
}
