package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import io.gantry.validation.NameRules;
import io.gantry.validation.TextFormats;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The formats of texts that custom resources may ask for (apiextensions, supportedVersionedFormats); all others mean nothing. */
public final class Formats {

    private static final String HEX = "[0-9a-f]";
    private static final String BYTE = "(\\d|[1-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final String WORD = "[0-9\\p{L}\\p{S}]";
    private static final Pattern HOSTNAME = Pattern.compile(
            WORD + "-?" + WORD + "{0,62}|(" + WORD + "([-0-9\\p{L}\\p{S}]{0,61}" + WORD + ")?\\.)+\\p{L}{2,63}");
    private static final String MAILBOX = "([^\\s@<>:;,()\\[\\]\\\\\"]+|\"[^\"]*\")@[^\\s@<>:;,()\\\\\"]+";
    private static final Pattern EMAIL = Pattern.compile(MAILBOX + "|[^@<>:;,()]*<" + MAILBOX + ">");
    private static final Pattern GO_DURATION =
            Pattern.compile("[-+]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern DURATION = Pattern.compile(
            "(?i)\\d\\s*((ns|us|µs|ms|s|m|h|hr|d|w|wk)([^A-Za-zµ]|$)" + "|nano|micro|milli|sec|min|hour|day|week)");

    /** By name without dashes, as names are compared. */
    private static final Map<String, Predicate<String>> CHECKS = Map.ofEntries(
            Map.entry("uri", Formats::isUri),
            Map.entry("email", Formats::isEmail),
            Map.entry("hostname", Formats::isHostname),
            Map.entry("ipv4", text -> IpAddress.parse(text).isPresent() && !text.contains(":")),
            Map.entry("ipv6", text -> IpAddress.parse(text).isPresent() && text.contains(":")),
            Map.entry("cidr", Formats::isCidr),
            Map.entry(
                    "mac",
                    matching("(?i)" + HEX + "{2}([:-]" + HEX + "{2}){5}(([:-]" + HEX + "{2}){2})?|(" + HEX
                            + "{4}\\.){2,3}" + HEX + "{4}")),
            Map.entry("uuid", uuid(HEX + "{4}", HEX + "{4}")),
            Map.entry("uuid3", uuid("3" + HEX + "{3}", HEX + "{4}")),
            Map.entry("uuid4", uuid("4" + HEX + "{3}", "[89ab]" + HEX + "{3}")),
            Map.entry("uuid5", uuid("5" + HEX + "{3}", "[89ab]" + HEX + "{3}")),
            Map.entry("bsonobjectid", matching("(?i)" + HEX + "{24}")),
            Map.entry("ssn", matching("\\d{3}[- ]\\d{2}[- ]\\d{4}")),
            Map.entry("hexcolor", matching("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")),
            Map.entry("byte", text -> !text.isEmpty() && TextFormats.isBase64(text)),
            Map.entry("password", text -> true),
            Map.entry("date", TextFormats::isDate),
            Map.entry("datetime", TextFormats::isDateTime),
            Map.entry("duration", Formats::isDuration),
            Map.entry("rgbcolor", matching("rgb\\(\\s*" + BYTE + "(\\s*,\\s*" + BYTE + "){2}\\s*\\)")),
            Map.entry("k8sshortname", text -> NameRules.dnsLabel(text).isEmpty()),
            Map.entry("k8slongname", text -> NameRules.dnsSubdomain(text).isEmpty()));

    private static final Set<String> INTEGERS = Set.of("int32", "int64");
    private static final Set<String> NUMBERS = Set.of("float", "double");

    private Formats() {}

    /** The format that a schema names, empty when it is none that is checked. */
    static String supported(JsonNode schema) {
        String format = Nodes.text(schema, "format");
        boolean known = switch (Nodes.text(schema, "type")) {
            case "", "string" -> CHECKS.containsKey(normalized(format));
            case "integer" -> INTEGERS.contains(format);
            case "number" -> NUMBERS.contains(format);
            default -> false;
        };
        return known ? format : "";
    }

    /** The formats that a schema and those within it name in vain. */
    public static List<String> unrecognized(JsonNode schema) {
        List<String> found = new ArrayList<>();
        String format = Nodes.text(schema, "format");
        if (!format.isEmpty() && supported(schema).isEmpty()) {
            found.add(format);
        }
        for (String child : List.of("items", "additionalProperties", "not")) {
            if (schema.path(child).isObject()) {
                found.addAll(unrecognized(schema.path(child)));
            }
        }
        for (String children : List.of("properties", "allOf", "anyOf", "oneOf")) {
            schema.path(children).forEach(child -> found.addAll(unrecognized(child)));
        }
        return found;
    }

    /** Whether a text has a format that {@link #supported} gave. */
    static boolean fits(String format, String text) {
        return CHECKS.getOrDefault(normalized(format), any -> true).test(text);
    }

    private static String normalized(String format) {
        return format.replace("-", "");
    }

    private static Predicate<String> matching(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return text -> pattern.matcher(text).matches();
    }

    private static Predicate<String> uuid(String third, String fourth) {
        return matching("(?i)" + HEX + "{8}-?" + HEX + "{4}-?" + third + "-?" + fourth + "-?" + HEX + "{12}");
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute() || text.startsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A word, or labels before a top level of letters; letters and symbols of any script will do. */
    private static boolean isHostname(String text) {
        return text.length() <= 255
                && HOSTNAME.matcher(text).matches()
                && Arrays.stream(text.split("\\.")).allMatch(label -> label.length() <= 63);
    }

    private static boolean isEmail(String text) {
        return EMAIL.matcher(text).matches();
    }

    /** As Go writes durations, or with a number and a unit somewhere in it: {@code 2 days}, {@code P1D}. */
    private static boolean isDuration(String text) {
        return GO_DURATION.matcher(text).matches() || DURATION.matcher(text).find();
    }

    private static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !Pattern.matches("0|[1-9]\\d{0,2}", text.substring(slash + 1))) {
            return false;
        }
        String address = text.substring(0, slash);
        int bits = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.parse(address).isPresent() && bits <= (address.contains(":") ? 128 : 32);
    }
}
