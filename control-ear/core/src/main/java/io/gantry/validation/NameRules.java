package io.gantry.validation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What names, labels and their values may look like, each rule answering what is wrong in upstream's words (RFC 1123, RFC 1035;
 * apimachinery's api/validate/content). Written as loops: a name of any length is judged in linear time and constant stack.
 */
public final class NameRules {

    private static final int LABEL_LENGTH = 63;
    private static final int SUBDOMAIN_LENGTH = 253;
    /** Of a char in UTF-8; a surrogate pair has four. */
    private static final int MOST_BYTES = 3;
    /** Upstream counts names in characters and labels in bytes: both are ASCII, so only the words differ. */
    private static final String CHARACTERS = "characters";

    private static final String BYTES = "bytes";
    private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String QUALIFIED_WORDS =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

    private NameRules() {}

    /** A DNS label, as for namespaces. */
    public static List<String> dnsLabel(String value) {
        List<String> errors = tooLong(value, LABEL_LENGTH, CHARACTERS);
        if (!isDnsLabel(value)) {
            errors.add(
                    isDnsSubdomain(value)
                            ? "must not contain dots"
                            : pattern(
                                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
                                            + " must start and end with an alphanumeric character",
                                    DNS_LABEL,
                                    "my-name",
                                    "123-abc"));
        }
        return errors;
    }

    /** A DNS subdomain, as for most objects. */
    public static List<String> dnsSubdomain(String value) {
        return dnsSubdomain(value, CHARACTERS);
    }

    /** A DNS subdomain whose first label is a star. */
    public static List<String> wildcardSubdomain(String value) {
        List<String> errors = tooLong(value, SUBDOMAIN_LENGTH, CHARACTERS);
        if (!value.startsWith("*.") || !isDnsSubdomain(value.substring(2))) {
            errors.add(pattern(
                    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of"
                            + " lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
                    "\\*\\." + DNS_LABEL + "(\\." + DNS_LABEL + ")*",
                    "*.example.com"));
        }
        return errors;
    }

    private static List<String> dnsSubdomain(String value, String unit) {
        List<String> errors = tooLong(value, SUBDOMAIN_LENGTH, unit);
        if (!isDnsSubdomain(value)) {
            errors.add(pattern(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                            + " start and end with an alphanumeric character",
                    DNS_LABEL + "(\\." + DNS_LABEL + ")*",
                    "example.com"));
        }
        return errors;
    }

    /** A DNS label that begins with a letter, as for services. */
    public static List<String> dns1035Label(String value) {
        List<String> errors = tooLong(value, LABEL_LENGTH, CHARACTERS);
        if (!isDnsLabel(value) || !isBetween(value.charAt(0), 'a', 'z')) {
            errors.add(pattern(
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                            + " character, and end with an alphanumeric character",
                    "[a-z]([-a-z0-9]*[a-z0-9])?",
                    "my-name",
                    "abc-123"));
        }
        return errors;
    }

    /** What fits in one segment of a path: the rule of kinds with free names. */
    public static List<String> pathSegment(String value) {
        if (value.equals(".") || value.equals("..")) {
            return List.of("may not be '" + value + "'");
        }
        List<String> errors = new ArrayList<>();
        for (String forbidden : List.of("/", "%")) {
            if (value.contains(forbidden)) {
                errors.add("may not contain '" + forbidden + "'");
            }
        }
        return errors;
    }

    /** A label or annotation key: a name with an optional DNS prefix. */
    public static List<String> qualifiedName(String value) {
        List<String> errors = new ArrayList<>();
        int slash = value.indexOf('/');
        if (slash != value.lastIndexOf('/')) {
            errors.add("a valid label key "
                    + pattern(QUALIFIED_WORDS, QUALIFIED, "MyName", "my.name", "123-abc")
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
            return errors;
        }
        if (slash == 0) {
            errors.add("prefix part must be non-empty");
        } else if (slash > 0) {
            dnsSubdomain(value.substring(0, slash), BYTES).forEach(error -> errors.add("prefix part " + error));
        }
        namePart(value.substring(slash + 1)).forEach(error -> errors.add("name part " + error));
        return errors;
    }

    private static List<String> namePart(String name) {
        List<String> errors = new ArrayList<>();
        if (name.isEmpty()) {
            errors.add("must be non-empty");
        }
        errors.addAll(tooLong(name, LABEL_LENGTH, BYTES));
        if (name.isEmpty() || !isLabelText(name)) {
            errors.add(pattern(QUALIFIED_WORDS, QUALIFIED, "MyName", "my.name", "123-abc"));
        }
        return errors;
    }

    public static List<String> labelValue(String value) {
        List<String> errors = tooLong(value, LABEL_LENGTH, BYTES);
        if (!value.isEmpty() && !isLabelText(value)) {
            errors.add(pattern(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                            + " start and end with an alphanumeric character",
                    "(" + QUALIFIED + ")?",
                    "MyValue",
                    "my_value",
                    "12345"));
        }
        return errors;
    }

    /** Makes a prefix ({@code web-}) stand for the names that will be generated from it. */
    public static String asName(String prefix) {
        return prefix.length() > 1 && prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 2) + "a" : prefix;
    }

    private static List<String> tooLong(String value, int limit, String unit) {
        List<String> errors = new ArrayList<>();
        boolean mayBe = value.length() > limit / MOST_BYTES; // of few characters the bytes need not be counted
        if (mayBe && (value.length() > limit || value.getBytes(StandardCharsets.UTF_8).length > limit)) {
            errors.add("must be no more than " + limit + " " + unit);
        }
        return errors;
    }

    private static String pattern(String words, String regex, String... examples) {
        return words + " (e.g. '" + String.join("',  or '", examples) + "', regex used for validation is '" + regex
                + "')";
    }

    private static boolean isDnsSubdomain(String value) {
        int start = 0;
        while (true) {
            int dot = value.indexOf('.', start);
            if (!isDnsLabel(value, start, dot < 0 ? value.length() : dot)) {
                return false;
            }
            if (dot < 0) {
                return true;
            }
            start = dot + 1;
        }
    }

    private static boolean isDnsLabel(String value) {
        return isDnsLabel(value, 0, value.length());
    }

    private static boolean isDnsLabel(String value, int start, int end) {
        if (start == end || value.charAt(start) == '-' || value.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = value.charAt(i);
            if (c != '-' && !isBetween(c, 'a', 'z') && !isBetween(c, '0', '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabelText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return isAlphanumeric(value.charAt(0)) && isAlphanumeric(value.charAt(value.length() - 1));
    }

    private static boolean isAlphanumeric(int c) {
        return isBetween(c, 'a', 'z') || isBetween(c, 'A', 'Z') || isBetween(c, '0', '9');
    }

    private static boolean isBetween(int c, char first, char last) {
        return c >= first && c <= last;
    }
}
