package io.gantry.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Regular expressions of users: found in linear time (RE2), and bounded in what they become when they are compiled, as Go's are. */
public final class Regex {

    private Regex() {}

    /** Throws {@link PatternSyntaxException} for what is none, or would be too large. */
    public static Pattern compile(String text) {
        RegexSize.check(text);
        return Pattern.compile(text);
    }
}
