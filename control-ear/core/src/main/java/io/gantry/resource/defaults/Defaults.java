package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;

/** Setters that leave alone what is there already. */
final class Defaults {

    private Defaults() {}

    /** Sets a text where there is none; an empty one that says something stays, for validation to refuse. */
    static void text(ObjectNode node, String field, String value) {
        if (!Nodes.has(node, field)) {
            node.put(field, value);
        }
    }

    /** Sets a text where there is none or an empty one, for fields that are written when they are empty. */
    static void filledText(ObjectNode node, String field, String value) {
        if (Nodes.text(node, field).isEmpty()) {
            node.put(field, value);
        }
    }

    /** Sets a number where there is none; an explicit zero stays. */
    static void number(ObjectNode node, String field, int value) {
        if (!Nodes.has(node, field)) {
            node.put(field, value);
        }
    }

    /** Sets a number where there is none or zero, for fields whose zero upstream cannot tell from nothing. */
    static void positive(ObjectNode node, String field, int value) {
        if (node.path(field).asLong() == 0) {
            node.put(field, value);
        }
    }

    static void flag(ObjectNode node, String field, boolean value) {
        if (!Nodes.has(node, field)) {
            node.put(field, value);
        }
    }
}
