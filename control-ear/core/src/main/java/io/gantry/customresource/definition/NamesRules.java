package io.gantry.customresource.definition;

import io.gantry.resource.validation.Field;
import io.gantry.validation.NameRules;
import java.util.List;
import java.util.Locale;

/** The names of a custom resource, wanted or accepted. */
final class NamesRules {

    private NamesRules() {}

    static void required(Field names) {
        for (String field : List.of("plural", "singular", "kind", "listKind")) {
            if (names.at(field).isEmpty()) {
                names.at(field).required("");
            }
        }
    }

    static void check(Field names) {
        label(names.at("plural"));
        label(names.at("singular"));
        mixedCase(names.at("kind"));
        mixedCase(names.at("listKind"));
        names.items("shortNames").forEach(NamesRules::filledLabel);
        if (!names.at("kind").isEmpty()
                && names.at("kind").text().equals(names.at("listKind").text())) {
            names.at("listKind").invalid("kind and listKind may not be the same");
        }
        names.items("categories").forEach(NamesRules::filledLabel);
    }

    private static void label(Field name) {
        if (!name.isEmpty()) {
            filledLabel(name);
        }
    }

    private static void filledLabel(Field name) {
        List<String> errors = NameRules.dns1035Label(name.text());
        if (!errors.isEmpty()) {
            name.invalid(String.join(",", errors));
        }
    }

    private static void mixedCase(Field name) {
        List<String> errors = NameRules.dns1035Label(name.text().toLowerCase(Locale.ROOT));
        if (!name.isEmpty() && !errors.isEmpty()) {
            name.invalid("may have mixed case, but should otherwise match: " + String.join(",", errors));
        }
    }
}
