package io.gantry.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;

/** How exec or attach ended, as the Status on the error channel. */
public sealed interface SessionEnd {

    /** The command ended with this code. */
    record Exited(int code) implements SessionEnd {}

    /** The session could not be served. */
    record Failed(int httpStatus, String message) implements SessionEnd {}

    /** What went wrong, in words; empty when nothing did. */
    default String failure() {
        return status().path("message").asText();
    }

    default ObjectNode status() {
        ObjectNode status = Json.object();
        status.putObject("metadata");
        switch (this) {
            case Exited exited when exited.code() == 0 -> status.put("status", "Success");
            case Exited exited -> {
                status.put("status", "Failure");
                status.put("message", "command terminated with non-zero exit code: exit status " + exited.code());
                status.put("reason", "NonZeroExitCode");
                status.putObject("details")
                        .putArray("causes")
                        .addObject()
                        .put("reason", "ExitCode")
                        .put("message", String.valueOf(exited.code()));
            }
            case Failed failed -> {
                status.put("status", "Failure");
                status.put("message", failed.message());
                status.put("reason", "InternalError");
                status.put("code", failed.httpStatus());
            }
        }
        return status;
    }
}
