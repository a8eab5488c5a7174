package io.gantry.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which links lead through the proxy, and that nothing else of a page changes. */
class HtmlLinksTest {

    private static final BackendLinks LINKS = new BackendLinks("/p", Set.of("10.0.0.1:80", "api.example.com"));

    private static String rewritten(String page, int step) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        try (HtmlLinks links = new HtmlLinks(out, LINKS::through)) {
            for (int at = 0; at < bytes.length; at += step) {
                links.write(bytes, at, Math.min(step, bytes.length - at));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<a href=\"/rewriteme\">test</a>|<a href=\"/p/rewriteme\">test</a>",
                "<A class=x HREF='/x' >|<A class=x HREF='/p/x' >",
                "<img src=/x.png>|<img src=/p/x.png>",
                "<a href=\"/x?a=1&amp;b=2#c\">|<a href=\"/p/x?a=1&amp;b=2#c\">",
                "<a href = \"/x\"/>|<a href = \"/p/x\"/>",
                "<a title=\"a > b href='/no'\" href=\"/x\">|<a title=\"a > b href='/no'\" href=\"/p/x\">",
                "<a href=\"relative\">|<a href=\"relative\">",
                "<a href=\"http://10.0.0.1:80/x\">|<a href=\"/p/x\">",
                "<a href=\"//api.example.com/x/\">|<a href=\"/p/x/\">",
                "<a href=\"https://elsewhere/x\">|<a href=\"https://elsewhere/x\">",
                "<a href=\"mailto:/a\">|<a href=\"mailto:/a\">",
                "<a href=\"/p/x\">|<a href=\"/p/x\">",
                "<div href=\"/x\">|<div href=\"/x\">",
                "<!-- <a href=\"/x\"> --><a href=\"/y\">|<!-- <a href=\"/x\"> --><a href=\"/p/y\">",
                "<script src=\"/s.js\">if (a<b) '<a href=\"/x\">'</script><a href=\"/y\">|<script src=\"/p/s.js\">if (a<b) '<a href=\"/x\">'</script><a href=\"/p/y\">",
                "1 < 2 <b>ü</b><a href=\"/ü\">|1 < 2 <b>ü</b><a href=\"/p/ü\">",
                "a <a href=\"/cut|a <a href=\"/cut",
            })
    void linksOfTheBackendLeadThroughTheProxy(String page, String expected) {
        assertThat(rewritten(page, page.length() + 10)).isEqualTo(expected);
        assertThat(rewritten(page, 1)).isEqualTo(expected);
    }

    @Test
    void aTagWithoutAnEndIsNotHeldForEver() {
        String page = "<a " + "x".repeat(200_000) + "><a href=\"/y\">";
        assertThat(rewritten(page, 1000)).isEqualTo(page.replace("/y", "/p/y"));
    }
}
