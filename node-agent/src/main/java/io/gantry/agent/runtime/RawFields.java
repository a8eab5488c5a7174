package io.gantry.agent.runtime;

import com.github.dockerjava.api.model.DockerObject;
import java.util.Map;
import java.util.Objects;

/** Reads from the engine's answers what docker-java has no getter for. It keeps such fields at the top of an answer only. */
final class RawFields {

    private RawFields() {}

    /** The text at a path; empty when there is none. */
    static String text(DockerObject answer, String... path) {
        Object value = answer.getRawValues();
        for (String field : path) {
            value = value instanceof Map<?, ?> map ? map.get(field) : null;
        }
        return Objects.toString(value, "");
    }
}
