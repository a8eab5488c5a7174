package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;

/** PriorityClasses. */
public final class PriorityClassRules {

    private static final String SYSTEM = "system-";
    private static final int HIGHEST_OF_USERS = 1_000_000_000;

    private PriorityClassRules() {}

    public static void check(Field object) {
        Field name = object.at("metadata").at("name");
        Field value = object.at("value");
        if (name.text().startsWith(SYSTEM)) {
            system(object, name);
        } else if (value.number() > HIGHEST_OF_USERS) {
            value.forbidden("maximum allowed value of a user defined priority is " + HIGHEST_OF_USERS);
        }
        object.at("preemptionPolicy").requireOneOf(List.of("PreemptLowerPriority", "Never"));
    }

    private static void system(Field object, Field name) {
        String why = "";
        OptionalInt known = PriorityClasses.of(name.text());
        if (known.isEmpty()) {
            why = name.text() + " is not a known system priority class";
        } else if (known.getAsInt() != object.at("value").number()) {
            why = "value of " + name.text() + " PriorityClass must be " + known.getAsInt();
        } else if (object.at("globalDefault").isTrue()) {
            why = "globalDefault of " + name.text() + " PriorityClass must be false";
        }
        if (!why.isEmpty()) {
            name.forbidden("priority class names with '" + SYSTEM + "' prefix are reserved for system use only. error: "
                    + why);
        }
    }

    public static void update(Field object, JsonNode old) {
        if (object.at("value").number() != old.path("value").asLong()) {
            object.at("value").forbidden("may not be changed in an update.");
        }
        object.at("preemptionPolicy").requireUnchanged(old.path("preemptionPolicy"));
    }
}
