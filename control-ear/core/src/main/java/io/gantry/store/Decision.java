package io.gantry.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an update makes of the present state. */
public sealed interface Decision {

    /** The object becomes this. */
    record Write(ObjectNode object) implements Decision {}

    /** The object goes; its last state is this. */
    record Remove(ObjectNode last) implements Decision {}

    /** Nothing is written. */
    record Keep() implements Decision {}
}
