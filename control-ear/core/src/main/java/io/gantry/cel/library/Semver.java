package io.gantry.cel.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A semantic version (semver.org 2.0.0). Build metadata does not count in comparisons. */
record Semver(long major, long minor, long patch, List<String> preRelease) implements Comparable<Semver> {

    private static final String NUMBER = "(0|[1-9]\\d{0,17})";
    private static final Pattern FORM = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-((?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + "(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");

    /** Throws {@link IllegalArgumentException}. */
    static Semver parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("No Major.Minor.Patch elements found");
        }
        String preRelease = Objects.requireNonNullElse(matcher.group(4), "");
        return new Semver(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3)),
                preRelease.isEmpty() ? List.of() : List.of(preRelease.split("\\.")));
    }

    /** Takes {@code v1.2} and {@code 01.2.3} as well. */
    static Semver parseTolerantly(String text) {
        String[] parts = (text.startsWith("v") ? text.substring(1) : text).split("\\.", 3);
        List<String> all = new ArrayList<>();
        for (String part : parts) {
            all.add(part.replaceFirst("^0+(?=\\d)", ""));
        }
        if (all.size() < 3 && (all.getLast().contains("+") || all.getLast().contains("-"))) {
            throw new IllegalArgumentException("short version cannot contain PreRelease/Build meta data");
        }
        while (all.size() < 3) {
            all.add("0");
        }
        return parse(String.join(".", all));
    }

    @Override
    public int compareTo(Semver other) {
        long[][] pairs = {{major, other.major}, {minor, other.minor}, {patch, other.patch}};
        for (long[] pair : pairs) {
            if (pair[0] != pair[1]) {
                return pair[0] < pair[1] ? -1 : 1;
            }
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        int common = Math.min(preRelease.size(), other.preRelease.size());
        for (int i = 0; i < common; i++) {
            int order = compare(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    /** Numbers come before words. */
    private static int compare(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        int order = number
                ? new java.math.BigInteger(one).compareTo(new java.math.BigInteger(other))
                : one.compareTo(other);
        return Integer.signum(order);
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(Character::isDigit);
    }
}
