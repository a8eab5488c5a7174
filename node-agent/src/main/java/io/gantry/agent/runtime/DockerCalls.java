package io.gantry.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.DockerException;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** Turns docker-java's exceptions into {@link EngineException}. */
final class DockerCalls {

    /**
     * After a restart of the engine every pooled connection is dead. Writing to one fails before the engine gets the request, so
     * it is safe to ask again.
     */
    private static final String BROKEN_PIPE = "Broken pipe";

    private static final int MAX_STALE = 100;

    private DockerCalls() {}

    static <T> T attempt(Supplier<T> call) {
        for (int stale = 0; ; stale++) {
            try {
                return call.get();
            } catch (EngineException e) {
                throw e;
            } catch (DockerException e) {
                throw new EngineException(message(e), e);
            } catch (RuntimeException e) {
                // docker-java wraps broken connections in bare RuntimeExceptions
                Throwable cause = e.getCause() instanceof IOException io ? io : e;
                if (stale == MAX_STALE || !BROKEN_PIPE.equals(cause.getMessage())) {
                    throw new EngineException("cannot reach the Docker daemon: " + cause.getMessage(), e);
                }
            }
        }
    }

    /** The engine's text without the JSON and the status around it. */
    static String message(DockerException e) {
        return plainMessage(String.valueOf(e.getMessage()));
    }

    static String plainMessage(String text) {
        int brace = text.indexOf('{');
        if (brace < 0) {
            return text;
        }
        try {
            JsonNode message = Json.read(text.substring(brace)).path("message");
            return message.isTextual() ? message.asText().strip() : text;
        } catch (UncheckedIOException notJson) {
            return text;
        }
    }
}
