package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Shows what differs between two values: one line for each field that does, with the value before and the value asked for. */
final class Differences {

    private Differences() {}

    static List<String> of(String path, JsonNode old, JsonNode now) {
        if (SemanticEquality.same(old, now)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        if (old.isObject() && now.isObject()) {
            Set<String> names = new TreeSet<>();
            old.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> lines.addAll(of(path + "." + name, old.path(name), now.path(name))));
        } else if (old.isArray() && now.isArray() && old.size() == now.size()) {
            for (int i = 0; i < old.size(); i++) {
                lines.addAll(of(path + "[" + i + "]", old.path(i), now.path(i)));
            }
        } else {
            lines.add("- " + path + ": " + shown(old));
            lines.add("+ " + path + ": " + shown(now));
        }
        return lines;
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "(unset)" : value.toString();
    }
}
