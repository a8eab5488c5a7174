package io.gantry.controller.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.customresource.Declaration;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the names that a definition wants it gets: within a group no two definitions share one. Of two that wait at once the elder goes
 * first.
 */
final class NameClaims {

    private static final Comparator<ApiObject> ELDEST_FIRST = Comparator.comparing(
                    (ApiObject object) -> Nodes.text(object.metadata(), "creationTimestamp"))
            .thenComparing(ApiObject::name);

    /**
     * What came of it.
     *
     * @param accepted the names that the definition has now
     * @param reason {@code NoConflicts}, or which name is taken
     */
    record Outcome(ObjectNode accepted, String reason, String message) {

        boolean isAccepted() {
            return reason.equals("NoConflicts");
        }
    }

    private final Set<String> resources = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();
    private final JsonNode wanted;
    private final JsonNode had;
    private final ObjectNode accepted;
    private String reason = "NoConflicts";
    private String message = "no conflicts found";

    private NameClaims(ApiObject definition, ClusterView view) {
        this.wanted = definition.spec().path("names");
        this.had = definition.status().path("acceptedNames");
        this.accepted = had.isObject() ? had.deepCopy() : Json.object();
        String group = Nodes.text(definition.spec(), "group");
        for (ApiObject other : view.list(Declaration.RESOURCE)) {
            boolean rival = Nodes.text(other.spec(), "group").equals(group)
                    && !other.name().equals(definition.name());
            if (rival) {
                take(other.status().path("acceptedNames"));
                if (!isJudged(other) && ELDEST_FIRST.compare(other, definition) < 0) {
                    take(other.spec().path("names"));
                }
            }
        }
    }

    private static boolean isJudged(ApiObject definition) {
        return Nodes.objects(definition.status(), "conditions").stream()
                .anyMatch(condition -> Nodes.text(condition, "type").equals("NamesAccepted"));
    }

    private void take(JsonNode names) {
        resources.add(Nodes.text(names, "plural"));
        resources.add(Nodes.text(names, "singular"));
        resources.addAll(Nodes.texts(names, "shortNames"));
        kinds.add(Nodes.text(names, "kind"));
        kinds.add(Nodes.text(names, "listKind"));
    }

    static Outcome of(ApiObject definition, ClusterView view) {
        return new NameClaims(definition, view).outcome();
    }

    private Outcome outcome() {
        claim("plural", resources, "PluralConflict");
        claim("singular", resources, "SingularConflict");
        shortNames();
        claim("kind", kinds, "KindConflict");
        claim("listKind", kinds, "ListKindConflict");
        copy("categories");
        return new Outcome(accepted, reason, message);
    }

    private void claim(String field, Set<String> used, String conflict) {
        String name = Nodes.text(wanted, field);
        if (!name.equals(Nodes.text(had, field)) && used.contains(name)) {
            refuse(conflict, inUse(name));
        } else {
            accepted.put(field, name);
        }
    }

    private void shortNames() {
        List<String> own = Nodes.texts(had, "shortNames");
        List<String> taken = new ArrayList<>();
        for (String name : Nodes.texts(wanted, "shortNames")) {
            if (!own.contains(name) && resources.contains(name)) {
                taken.add(inUse(name));
            }
        }
        if (taken.isEmpty()) {
            copy("shortNames");
        } else {
            refuse("ShortNamesConflict", taken.size() == 1 ? taken.getFirst() : "[" + String.join(", ", taken) + "]");
        }
    }

    private void copy(String field) {
        if (wanted.has(field)) {
            accepted.set(field, wanted.get(field).deepCopy());
        } else {
            accepted.remove(field);
        }
    }

    private void refuse(String conflict, String why) {
        reason = conflict;
        message = why;
    }

    private static String inUse(String name) {
        return "\"" + name + "\" is already in use";
    }
}
