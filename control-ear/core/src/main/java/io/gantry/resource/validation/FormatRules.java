package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What texts and numbers of the common formats may look like, each rule answering what is wrong in upstream's words
 * (apimachinery pkg/util/validation).
 */
public final class FormatRules {

    private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";
    private static final String HEADER = "[-A-Za-z0-9]+";
    private static final String PERCENT = "[0-9]+%";
    private static final String UNDERSCORE_LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private static final String PATH_SIGNS = "/-._~%!$&'()*+,;=:";
    private static final String PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
    private static final int SUBDOMAIN_LENGTH = 253;
    private static final int PORT_NAME_LENGTH = 15;

    private FormatRules() {}

    public static List<String> portNumber(long port) {
        return inRange(port, 1, 65535);
    }

    /** A name of the service name registry (RFC 6335). */
    public static List<String> portName(String name) {
        List<String> errors = tooLong(name, PORT_NAME_LENGTH);
        if (name.isEmpty() || !all(name, c -> c == '-' || isLowerOrDigit(c))) {
            errors.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            errors.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            errors.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            errors.add("must not begin or end with a hyphen");
        }
        return errors;
    }

    public static List<String> inRange(long value, long low, long high) {
        return value >= low && value <= high
                ? List.of()
                : List.of("must be between " + low + " and " + high + ", inclusive");
    }

    /** A user or group of the operating system. */
    public static List<String> userId(long id) {
        return inRange(id, 0, Integer.MAX_VALUE);
    }

    public static List<String> environmentName(String name) {
        List<String> errors = new ArrayList<>();
        if (name.isEmpty()) {
            errors.add("environment variable name must be non-empty");
        }
        if (!all(name, c -> c >= ' ' && c <= '~' && c != '=')) {
            errors.add(
                    "a valid environment variable name must consist only of printable ASCII characters other than '='");
        }
        return errors;
    }

    /** A key of a ConfigMap or Secret: it may become a file. */
    public static List<String> configKey(String key) {
        List<String> errors = tooLong(key, SUBDOMAIN_LENGTH);
        if (key.isEmpty() || !all(key, c -> c == '-' || c == '.' || c == '_' || isAlphanumeric(c))) {
            errors.add(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                            + " 'KEY_NAME',  or 'key-name', regex used for validation is '" + CONFIG_KEY + "')");
        }
        if (key.equals(".") || key.equals("..")) {
            errors.add("must not be '" + key + "'");
        } else if (key.startsWith("..")) {
            errors.add("must not start with '..'");
        }
        return errors;
    }

    public static List<String> headerName(String name) {
        return !name.isEmpty() && all(name, c -> c == '-' || isAlphanumeric(c))
                ? List.of()
                : List.of(
                        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used"
                                + " for validation is '" + HEADER + "')");
    }

    public static List<String> percent(String text) {
        return isPercent(text)
                ? List.of()
                : List.of(
                        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%',"
                                + " regex used for validation is '" + PERCENT + "')");
    }

    public static boolean isPercent(String text) {
        return text.length() > 1
                && text.endsWith("%")
                && all(text.substring(0, text.length() - 1), c -> c >= '0' && c <= '9');
    }

    /** A search domain: like a DNS subdomain, but labels may have underscores. */
    public static List<String> searchDomain(String domain) {
        List<String> errors = tooLong(domain, SUBDOMAIN_LENGTH);
        for (String label : domain.split("\\.", -1)) {
            if (!isSearchLabel(label)) {
                errors.add(
                        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.',"
                                + " and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation"
                                + " is '" + UNDERSCORE_LABEL + "(\\." + UNDERSCORE_LABEL + ")*')");
                return errors;
            }
        }
        return errors;
    }

    private static boolean isSearchLabel(String label) {
        String bare = label.startsWith("_") ? label.substring(1) : label;
        return !bare.isEmpty()
                && isLowerOrDigit(bare.charAt(0))
                && isLowerOrDigit(bare.charAt(bare.length() - 1))
                && all(bare, c -> c == '-' || c == '_' || isLowerOrDigit(c));
    }

    /** A path without a step up. */
    static void noStepsUp(Field path) {
        if (List.of(path.text().split("/", -1)).contains("..")) {
            path.invalid("must not contain '..'");
        }
    }

    /** A relative path without a step up. */
    static void descendingPath(Field path) {
        if (path.text().startsWith("/")) {
            path.invalid("must be a relative path");
        }
        noStepsUp(path);
    }

    /** A relative path that stays clear of the names that volumes use themselves. */
    static void volumePath(Field path) {
        descendingPath(path);
        if (path.text().startsWith("..")
                && !path.text().startsWith("../")
                && !path.text().equals("..")) {
            path.invalid("must not start with '..'");
        }
    }

    /** A domain, a slash and a path: {@code acme.io/foo}. */
    static void domainPrefixedPath(Field field) {
        if (!field.requireFilled()) {
            return;
        }
        String text = field.text();
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            field.invalid("must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }
        String host = text.substring(0, slash);
        NameRules.dnsSubdomain(host).forEach(error -> field.invalid(host, error));
        String path = text.substring(slash + 1);
        if (!all(path, c -> isAlphanumeric(c) || PATH_SIGNS.indexOf(c) >= 0)) {
            field.invalid(path, "Invalid path (regex used for validation is '" + PATH + "')");
        }
    }

    /** Requires a name that is a DNS label. */
    static void dnsLabel(Field name) {
        name.invalid(NameRules.dnsLabel(name.text()));
    }

    static void dnsSubdomain(Field name) {
        name.invalid(NameRules.dnsSubdomain(name.text()));
    }

    static void qualifiedName(Field name) {
        name.invalid(NameRules.qualifiedName(name.text()));
    }

    private static List<String> tooLong(String text, int limit) {
        List<String> errors = new ArrayList<>();
        if (text.length() > limit) {
            errors.add("must be no more than " + limit + " characters");
        }
        return errors;
    }

    private static boolean all(String text, IntPredicate allowed) {
        return text.chars().allMatch(allowed);
    }

    private static boolean isLowerOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    private static boolean isAlphanumeric(int c) {
        return isLowerOrDigit(c) || (c >= 'A' && c <= 'Z');
    }
}
