package io.gantry.apply;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.managedfields.ManagerIdentity;
import io.gantry.object.Json;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Words the refusal of an apply that would take fields from others. */
final class Conflicts {

    private Conflicts() {}

    static StatusException refusal(List<Conflict> found) {
        List<Conflict> conflicts =
                found.stream().sorted(Comparator.comparing(Conflict::owner)).toList();
        StatusException refusal = StatusException.of(409, "Conflict", message(conflicts));
        for (Conflict conflict : conflicts) {
            ObjectNode cause = Json.object()
                    .put("reason", "FieldManagerConflict")
                    .put("message", "conflict with " + owner(conflict.owner()))
                    .put("field", conflict.path().toString());
            refusal = refusal.withCause(cause);
        }
        return refusal;
    }

    private static String message(List<Conflict> conflicts) {
        if (conflicts.size() == 1) {
            Conflict only = conflicts.getFirst();
            return "Apply failed with 1 conflict: conflict with " + owner(only.owner()) + ": " + only.path();
        }
        Map<ManagerIdentity, List<Conflict>> byOwner = new TreeMap<>();
        conflicts.forEach(conflict -> byOwner.computeIfAbsent(conflict.owner(), key -> new ArrayList<>())
                .add(conflict));
        List<String> lines = new ArrayList<>();
        byOwner.forEach((owner, fields) -> {
            lines.add("conflicts with " + owner(owner) + ":");
            fields.forEach(field -> lines.add("- " + field.path()));
        });
        return "Apply failed with " + conflicts.size() + " conflicts: " + String.join("\n", lines);
    }

    private static String owner(ManagerIdentity owner) {
        StringBuilder text = new StringBuilder(quoted(owner.manager()));
        if (!owner.subresource().isEmpty()) {
            text.append(" with subresource ").append(quoted(owner.subresource()));
        }
        if (!owner.applies()) {
            text.append(" using ").append(owner.apiVersion());
        }
        return text.toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }
}
