package io.gantry.cel;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of JSON fields as identifiers of expressions (API reference, "Escaping" of validation rules). */
public final class Identifiers {

    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private static final Pattern NAMEABLE = Pattern.compile("[a-zA-Z_./-][a-zA-Z0-9_./-]*");

    private Identifiers() {}

    /** Whether a name is a word of the language, which no variable may have. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** Empty for a name that no identifier can stand for. */
    public static Optional<String> escape(String name) {
        if (isReserved(name)) {
            return Optional.of("__" + name + "__");
        }
        if (!NAMEABLE.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(name.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__"));
    }
}
