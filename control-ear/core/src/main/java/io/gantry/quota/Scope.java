package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A condition on the objects that a quota counts.
 *
 * @param name for example {@code BestEffort}
 * @param operator {@code Exists}, {@code DoesNotExist}, {@code In} or {@code NotIn}
 * @param values of the operators In and NotIn
 */
record Scope(String name, String operator, List<String> values) {

    private static final String EXISTS = "Exists";

    /** The scopes of a quota's spec, by name and by expression; all must hold. */
    static List<Scope> of(JsonNode spec) {
        List<Scope> scopes = new ArrayList<>();
        Nodes.texts(spec, "scopes").forEach(name -> scopes.add(new Scope(name, EXISTS, List.of())));
        Nodes.objects(spec.path("scopeSelector"), "matchExpressions")
                .forEach(expression -> scopes.add(new Scope(
                        Nodes.text(expression, "scopeName"),
                        Nodes.text(expression, "operator"),
                        Nodes.texts(expression, "values"))));
        return scopes;
    }

    /**
     * Whether the operator holds for one of the classes that an object refers to.
     *
     * @param classes their names, empty when it refers to none
     */
    boolean holdsForAny(Collection<String> classes) {
        return switch (operator) {
            case EXISTS -> !classes.isEmpty();
            case "DoesNotExist" -> classes.isEmpty();
            case "In" -> classes.stream().anyMatch(values::contains);
            case "NotIn" -> classes.isEmpty() || classes.stream().anyMatch(name -> !values.contains(name));
            // validation lets no other be stored
            default -> false;
        };
    }
}
