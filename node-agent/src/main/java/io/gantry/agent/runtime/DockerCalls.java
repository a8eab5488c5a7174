package io.gantry.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.DockerException;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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

    /** @throws EngineException for what the engine refuses, and when it has not answered in time */
    static <T> T attempt(Duration limit, Supplier<T> call) {
        for (int stale = 0; ; stale++) {
            CallLimit time = CallLimit.begin(limit);
            try (time) {
                return call.get();
            } catch (RuntimeException e) {
                EngineException failure = time.expired() ? late(limit, e) : failure(e);
                if (stale == MAX_STALE || !isStale(failure)) {
                    throw failure;
                }
            }
        }
    }

    /** Like {@link #attempt}, for what watches its time itself. */
    static <T> T unlimited(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    static EngineException late(Duration limit, Exception cause) {
        return new EngineException("the Docker daemon has not answered for " + limit.toSeconds() + "s", cause);
    }

    private static EngineException failure(RuntimeException e) {
        return switch (e) {
            case EngineException known -> known;
            case DockerException refusal -> new EngineException(message(refusal), refusal);
            // docker-java wraps broken connections in bare RuntimeExceptions
            default -> {
                Throwable cause = e.getCause() instanceof IOException io ? io : e;
                yield new EngineException("cannot reach the Docker daemon: " + cause.getMessage(), e);
            }
        };
    }

    private static boolean isStale(EngineException failure) {
        return failure.getCause() instanceof RuntimeException e
                && BROKEN_PIPE.equals(e.getCause() instanceof IOException io ? io.getMessage() : e.getMessage());
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
