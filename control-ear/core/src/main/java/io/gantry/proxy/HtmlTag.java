package io.gantry.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One start tag of a page.
 *
 * @param name in lower case
 * @param text from the less-than sign to the greater-than sign
 */
record HtmlTag(String name, String text) {

    private static final Pattern START = Pattern.compile("<([A-Za-z][^\\s/>]*)");

    /** Possessive throughout, so that no page makes it slow. */
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([^\\s\"'>/=]++)(\\s*+=\\s*+)(?:\"([^\"]*+)\"|'([^']*+)'|([^\\s\"'>]++))");

    private static final Set<String> RAW_TEXT =
            Set.of("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes");

    /** Which attributes hold links (HTML 4.01 index of attributes, HTML Living Standard attributes index). */
    private static final Map<String, Set<String>> LINKS = Map.ofEntries(
            Map.entry("a", Set.of("href")),
            Map.entry("applet", Set.of("codebase")),
            Map.entry("area", Set.of("href")),
            Map.entry("audio", Set.of("src")),
            Map.entry("base", Set.of("href")),
            Map.entry("blockquote", Set.of("cite")),
            Map.entry("body", Set.of("background")),
            Map.entry("button", Set.of("formaction")),
            Map.entry("command", Set.of("icon")),
            Map.entry("del", Set.of("cite")),
            Map.entry("embed", Set.of("src")),
            Map.entry("form", Set.of("action")),
            Map.entry("frame", Set.of("longdesc", "src")),
            Map.entry("head", Set.of("profile")),
            Map.entry("html", Set.of("manifest")),
            Map.entry("iframe", Set.of("longdesc", "src")),
            Map.entry("img", Set.of("longdesc", "src", "usemap")),
            Map.entry("input", Set.of("src", "usemap", "formaction")),
            Map.entry("ins", Set.of("cite")),
            Map.entry("link", Set.of("href")),
            Map.entry("object", Set.of("classid", "codebase", "data", "usemap")),
            Map.entry("q", Set.of("cite")),
            Map.entry("script", Set.of("src")),
            Map.entry("source", Set.of("src")),
            Map.entry("video", Set.of("poster", "src")));

    /** Empty for end tags, declarations and the like. */
    static Optional<HtmlTag> parse(String text) {
        Matcher start = START.matcher(text);
        return start.lookingAt()
                ? Optional.of(new HtmlTag(start.group(1).toLowerCase(Locale.ROOT), text))
                : Optional.empty();
    }

    /** Whether what follows such a tag is no markup until its end tag. */
    static boolean holdsRawText(String name) {
        return RAW_TEXT.contains(name);
    }

    String rewritten(UnaryOperator<String> rewrite) {
        Set<String> links = LINKS.getOrDefault(name, Set.of());
        if (links.isEmpty()) {
            return text;
        }
        Matcher attributes = ATTRIBUTE.matcher(text);
        return attributes.replaceAll(found -> Matcher.quoteReplacement(
                links.contains(found.group(1).toLowerCase(Locale.ROOT)) ? attribute(found, rewrite) : found.group()));
    }

    private static String attribute(MatchResult found, UnaryOperator<String> rewrite) {
        int group = found.group(3) != null ? 3 : found.group(4) != null ? 4 : 5;
        String quote = group == 4 ? "'" : group == 3 ? "\"" : "";
        String link = unescaped(found.group(group));
        String changed = rewrite.apply(link);
        return changed.equals(link)
                ? found.group()
                : found.group(1) + found.group(2) + quote + escaped(changed) + quote;
    }

    /** Links are text of the page's encoding, nearly always UTF-8. */
    private static String unescaped(String value) {
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).replace("&amp;", "&");
    }

    private static String escaped(String link) {
        String text = link.replace("&", "&amp;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;")
                .replace(">", "&gt;");
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
