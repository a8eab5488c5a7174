package io.gantry.cel.library;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import io.gantry.regex.Regex;
import java.util.ArrayList;
import java.util.List;

/** find and findAll, in linear time (RE2). */
final class Regexes {

    private static final CelType STRING = SimpleType.STRING;

    static final List<Overload> OVERLOADS = List.of(
            Overload.member(
                    "find",
                    "string_find_string",
                    STRING,
                    arguments -> {
                        List<String> found = all(arguments, 1);
                        return found.isEmpty() ? "" : found.getFirst();
                    },
                    STRING,
                    STRING),
            Overload.member(
                    "findAll",
                    "string_find_all_string",
                    ListType.create(STRING),
                    arguments -> all(arguments, -1),
                    STRING,
                    STRING),
            Overload.member(
                    "findAll",
                    "string_find_all_string_int",
                    ListType.create(STRING),
                    arguments -> all(arguments, (Long) arguments[2]),
                    STRING,
                    STRING,
                    SimpleType.INT));

    /** CEL's own function, which knows no bounds: only what it does is replaced. */
    static final List<Overload> MATCHES = List.of(
            Overload.global("matches", "matches", SimpleType.BOOL, Regexes::matches, STRING, STRING),
            Overload.member("matches", "matches_string", SimpleType.BOOL, Regexes::matches, STRING, STRING));

    private Regexes() {}

    private static boolean matches(Object[] arguments) {
        try {
            return Regex.compile((String) arguments[1])
                    .matcher((String) arguments[0])
                    .find();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static List<String> all(Object[] arguments, long limit) {
        List<String> found = new ArrayList<>();
        Matcher matcher = compile((String) arguments[1]).matcher((String) arguments[0]);
        while ((limit < 0 || found.size() < limit) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static Pattern compile(String pattern) {
        try {
            return Regex.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Illegal regex: " + e.getMessage(), e);
        }
    }
}
