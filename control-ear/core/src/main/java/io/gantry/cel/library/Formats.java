package io.gantry.cel.library;

import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import io.gantry.validation.NameRules;
import io.gantry.validation.TextFormats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** format.named, format.dns1123Label and the like, and validate. */
final class Formats {

    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");

    private static final Map<String, NamedFormat> NAMED = named();

    static final List<Overload> OVERLOADS = overloads();

    private Formats() {}

    private static Map<String, NamedFormat> named() {
        UnaryOperator<String> prefix = NameRules::asName;
        Map<String, NamedFormat> all = new LinkedHashMap<>();
        all.put("dns1123Label", new NamedFormat("DNS1123Label", NameRules::dnsLabel, 30));
        all.put("dns1123Subdomain", new NamedFormat("DNS1123Subdomain", NameRules::dnsSubdomain, 60));
        all.put("dns1035Label", new NamedFormat("DNS1035Label", NameRules::dns1035Label, 30));
        all.put("qualifiedName", new NamedFormat("QualifiedName", NameRules::qualifiedName, 60));
        all.put(
                "dns1123LabelPrefix",
                new NamedFormat("DNS1123LabelPrefix", text -> NameRules.dnsLabel(prefix.apply(text)), 30));
        all.put(
                "dns1123SubdomainPrefix",
                new NamedFormat("DNS1123SubdomainPrefix", text -> NameRules.dnsSubdomain(prefix.apply(text)), 60));
        all.put(
                "dns1035LabelPrefix",
                new NamedFormat("DNS1035LabelPrefix", text -> NameRules.dns1035Label(prefix.apply(text)), 30));
        all.put("labelValue", new NamedFormat("LabelValue", NameRules::labelValue, 40));
        all.put("uri", new NamedFormat("URI", Formats::uri, 1103));
        all.put("uuid", simple("uuid", UUID.asMatchPredicate(), "does not match the UUID format", 90));
        all.put("byte", simple("byte", TextFormats::isBase64, "invalid base64", 84));
        all.put("date", simple("date", TextFormats::isDate, "invalid date", 100));
        all.put("datetime", simple("datetime", TextFormats::isDateTime, "invalid datetime", 100));
        return all;
    }

    private static NamedFormat simple(String name, Predicate<String> fits, String error, int regexLength) {
        return new NamedFormat(name, text -> fits.test(text) ? List.of() : List.of(error), regexLength);
    }

    private static List<String> uri(String text) {
        try {
            Urls.parse(text);
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(e.getMessage());
        }
    }

    private static List<Overload> overloads() {
        List<Overload> all = new ArrayList<>();
        NAMED.forEach((name, format) ->
                all.add(Overload.global("format." + name, "format." + name, KubernetesTypes.FORMAT, none -> format)));
        all.add(Overload.global(
                "format.named",
                "format-named",
                OptionalType.create(KubernetesTypes.FORMAT),
                arguments -> Optional.ofNullable(NAMED.get((String) arguments[0])),
                SimpleType.STRING));
        all.add(Overload.member(
                "validate",
                "format-validate",
                OptionalType.create(ListType.create(SimpleType.STRING)),
                arguments -> Optional.of(((NamedFormat) arguments[0]).errors().apply((String) arguments[1]))
                        .filter(errors -> !errors.isEmpty()),
                KubernetesTypes.FORMAT,
                SimpleType.STRING));
        return List.copyOf(all);
    }
}
