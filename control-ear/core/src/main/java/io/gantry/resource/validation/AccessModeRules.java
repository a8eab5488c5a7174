package io.gantry.resource.validation;

import java.util.List;

/** How many nodes may use a volume, and for what. */
final class AccessModeRules {

    private static final String ONE_POD = "ReadWriteOncePod";
    private static final List<String> MODES = List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", ONE_POD);

    private AccessModeRules() {}

    static void check(Field modes) {
        List<String> given = modes.texts();
        given.stream()
                .filter(mode -> !MODES.contains(mode))
                .forEach(mode -> modes.errors().notSupported(modes.path(), mode, MODES));
        boolean others = given.stream().anyMatch(mode -> MODES.contains(mode) && !mode.equals(ONE_POD));
        if (given.contains(ONE_POD) && others) {
            modes.forbidden("may not use ReadWriteOncePod with other access modes");
        }
    }
}
