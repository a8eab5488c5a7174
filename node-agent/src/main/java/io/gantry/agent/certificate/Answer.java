package io.gantry.agent.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** How a PodCertificateRequest stands. */
sealed interface Answer {

    /** Nobody has decided, or the request is not seen yet, or no longer. */
    record Open(boolean seen) implements Answer {}

    record Issued(byte[] chain, Instant beginRefreshAt, Instant notAfter) implements Answer {}

    /** @param verb "denied" or "failed": for good either way */
    record Refused(String type, String verb, String reason, String message) implements Answer {}

    static Answer of(Optional<? extends JsonNode> request) {
        JsonNode status = request.map(present -> present.path("status")).orElseGet(MissingNode::getInstance);
        for (JsonNode condition : status.path("conditions")) {
            String reason = condition.path("reason").asText("");
            String message = condition.path("message").asText("");
            switch (condition.path("type").asText()) {
                case "Denied" -> {
                    return new Refused("Denied", "was denied", reason, message);
                }
                case "Failed" -> {
                    return new Refused("Failed", "failed", reason, message);
                }
                case "Issued" -> {
                    return issued(status);
                }
                default -> {}
            }
        }
        return new Open(request.isPresent());
    }

    private static Answer issued(JsonNode status) {
        try {
            return new Issued(
                    Pem.chain(status.path("certificateChain").asText("")),
                    Instant.parse(status.path("beginRefreshAt").asText("")),
                    Instant.parse(status.path("notAfter").asText("")));
        } catch (DateTimeException e) {
            return new Refused(
                    "Failed", "failed", "InvalidStatus", "the request does not say when the certificate ends");
        }
    }
}
