package io.gantry.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is different between two states of an object; bookkeeping of the server is left out. Pure. */
final class Differences {

    private static final String LAST_APPLIED = "metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]";

    private static final Set<String> BOOKKEEPING = Set.of(
            "metadata.resourceVersion",
            "metadata.managedFields",
            "metadata.generation",
            "metadata.uid",
            "metadata.creationTimestamp",
            "metadata.name",
            "metadata.namespace",
            "kind",
            "apiVersion",
            LAST_APPLIED);

    /** Fields by which the items of a list are told apart, the first that all items have. */
    private static final List<String> KEYS = List.of("name", "type", "key", "containerPort", "port", "ip", "uid");

    private final List<Change> changes = new ArrayList<>();

    private Differences() {}

    /** In the order of the fields; of large values the smallest parts that differ. */
    static List<Change> between(JsonNode before, JsonNode after) {
        Differences differences = new Differences();
        differences.compare("", before, after);
        return List.copyOf(differences.changes);
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.equals(after) || BOOKKEEPING.contains(path)) {
            return;
        }
        boolean nested = isNested(before) && isNested(after) && before.getNodeType() == after.getNodeType();
        if (!nested && !(path.isEmpty() || path.equals("metadata"))) {
            changes.add(new Change(path, before, after));
            return;
        }
        Map<String, JsonNode> old = parts(path, before, after);
        Map<String, JsonNode> now = parts(path, after, before);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            compare(
                    path.isEmpty() && name.startsWith(".") ? name.substring(1) : path + name,
                    old.getOrDefault(name, MissingNode.getInstance()),
                    now.getOrDefault(name, MissingNode.getInstance()));
        }
    }

    private static boolean isNested(JsonNode node) {
        return node.isContainerNode() && !node.isEmpty();
    }

    /** The parts of an object or a list by what follows the path of the whole: {@code .image}, {@code [web]}. */
    private static Map<String, JsonNode> parts(String path, JsonNode node, JsonNode other) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        if (node instanceof ObjectNode object) {
            boolean labels = path.equals("metadata.labels") || path.equals("metadata.annotations");
            object.properties().forEach(field -> {
                boolean plain = !labels && !field.getKey().contains(".");
                parts.put(plain ? "." + field.getKey() : "[" + field.getKey() + "]", field.getValue());
            });
            return parts;
        }
        String key = KEYS.stream()
                .filter(name -> isKey(name, node) && isKey(name, other))
                .findFirst()
                .orElse("");
        int index = 0;
        for (JsonNode item : node) {
            parts.put(
                    "["
                            + (key.isEmpty()
                                    ? Integer.toString(index)
                                    : item.path(key).asText()) + "]",
                    item);
            index++;
        }
        return parts;
    }

    private static boolean isKey(String name, JsonNode list) {
        Set<String> seen = new TreeSet<>();
        for (JsonNode item : list) {
            if (!item.path(name).isValueNode() || !seen.add(item.path(name).asText())) {
                return false;
            }
        }
        return true;
    }
}
