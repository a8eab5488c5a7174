package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/** Writes a JSON tree as block-style YAML; every text that a reader could take for something else is quoted. */
final class YamlOutput {

    private final StringBuilder out = new StringBuilder();

    private YamlOutput() {}

    static byte[] write(JsonNode tree) {
        YamlOutput output = new YamlOutput();
        if (tree.isContainerNode() && !tree.isEmpty()) {
            output.container(tree, 0);
        } else {
            output.out.append(scalar(tree)).append('\n');
        }
        return output.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void container(JsonNode node, int indent) {
        if (node.isArray()) {
            for (JsonNode element : node) {
                indentation(indent).append("- ");
                if (element.isObject() && !element.isEmpty()) {
                    fields(element, indent + 2, false);
                } else {
                    value(element, indent, "");
                }
            }
        } else {
            fields(node, indent, true);
        }
    }

    private void fields(JsonNode object, int indent, boolean indentFirst) {
        boolean indented = indentFirst;
        for (var field : object.properties()) {
            if (indented) {
                indentation(indent);
            }
            indented = true;
            out.append(text(field.getKey())).append(':');
            // a list is written at its key's own depth
            value(field.getValue(), field.getValue().isArray() ? indent : indent + 2, " ");
        }
    }

    private void value(JsonNode value, int indent, String space) {
        if (value.isContainerNode() && !value.isEmpty()) {
            out.append('\n');
            container(value, space.isEmpty() ? indent + 2 : indent);
        } else {
            out.append(space).append(scalar(value)).append('\n');
        }
    }

    private StringBuilder indentation(int indent) {
        return out.repeat(' ', indent);
    }

    private static String scalar(JsonNode node) {
        return node.isTextual() ? text(node.textValue()) : node.isContainerNode() ? node.toString() : node.asText();
    }

    private static String text(String text) {
        boolean plain = !text.isEmpty()
                && Character.isLetterOrDigit(text.charAt(0))
                && text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "-_./ ".indexOf(c) >= 0))
                && !text.endsWith(" ")
                && !YamlScalar.isAmbiguous(text)
                && !looksLikeTime(text);
        return plain ? text : TextNode.valueOf(text).toString();
    }

    /** Some readers take 2026-01-01 for a date. */
    private static boolean looksLikeTime(String text) {
        return Character.isDigit(text.charAt(0)) && text.indexOf('-') > 0;
    }
}
