package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A page as its user has it: reads what is shown, clicks, types. Everything waits until it is possible. */
final class BrowserPage {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final DevTools tools;
    private final FailedRequests failedRequests;

    BrowserPage(DevTools tools) {
        this.tools = tools;
        for (String domain : List.of("Page", "Runtime", "Log")) {
            tools.send(domain + ".enable", Map.of());
        }
        this.failedRequests = new FailedRequests(tools);
    }

    /** Forgets what pages of a server stored in the browser. */
    void forget(String origin) {
        tools.send("Storage.clearDataForOrigin", Map.of("origin", origin, "storageTypes", "all"));
    }

    void close() {
        tools.send("Page.close", Map.of());
    }

    void open(String url) {
        Await.until(
                LIMIT,
                () -> assertThat(tools.send("Page.navigate", Map.of("url", url))
                                .path("errorText")
                                .asText(""))
                        .isEmpty());
    }

    /** Opens another page of the console, as a link would. */
    void goTo(String hash) {
        evaluate("location.hash = " + quoted(hash));
    }

    String text() {
        return evaluate("document.body.innerText").asText();
    }

    String address() {
        return evaluate("location.href").asText();
    }

    void awaitText(String... texts) {
        Await.until(
                LIMIT, () -> assertThat(text()).as(failedRequests::description).contains(texts));
    }

    void awaitNoText(String text) {
        Await.until(
                LIMIT, () -> assertThat(text()).as(failedRequests::description).doesNotContain(text));
    }

    /** Waits until one row of a table contains all of these. */
    void awaitRow(String... texts) {
        Await.until(
                LIMIT,
                () -> assertThat(rows())
                        .as(failedRequests::description)
                        .anySatisfy(row -> assertThat(row).contains(texts)));
    }

    List<String> rows() {
        JsonNode rows = evaluate("[...document.querySelectorAll('tbody tr')].map(row => row.innerText)");
        return Stream.iterate(0, index -> index < rows.size(), index -> index + 1)
                .map(index -> rows.get(index).asText())
                .toList();
    }

    /** Clicks the element of a CSS selector. */
    void click(String selector) {
        clickFound("document.querySelector(" + quoted(selector) + ")", selector);
    }

    /** Clicks the button, link or menu item that bears this text. */
    void clickText(String text) {
        String found = "[...document.querySelectorAll('button, a, [role=menuitem], [role=option]')]"
                + ".find(element => element.innerText.trim() === " + quoted(text) + ")";
        clickFound(found, text);
    }

    private void clickFound(String expression, String what) {
        String script =
                "(element => { if (!element || element.disabled) return false; element.click(); return true; })("
                        + expression + ")";
        Await.until(
                LIMIT,
                () -> assertThat(evaluate(script).asBoolean())
                        .as("%s can be clicked, on a page with:%n%s", what, text())
                        .isTrue());
    }

    void type(String selector, String text) {
        String focus = "(element => { element?.focus(); element?.select(); return !!element; })(document.querySelector("
                + quoted(selector) + "))";
        Await.until(
                LIMIT,
                () -> assertThat(evaluate(focus).asBoolean())
                        .as("%s is on %s:%n%s", selector, address(), evaluate("document.documentElement.outerHTML"))
                        .isTrue());
        tools.send("Input.insertText", Map.of("text", text));
    }

    JsonNode evaluate(String expression) {
        JsonNode answer = tools.send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Exceptions of the page, and what its content security policy kept out. */
    List<String> failures() {
        Stream<String> exceptions =
                tools.events("Runtime.exceptionThrown").stream().map(JsonNode::toString);
        Stream<String> violations = tools.events("Log.entryAdded").stream()
                .map(event -> event.path("entry").path("text").asText())
                .filter(text -> text.contains("Content Security Policy"));
        return Stream.concat(exceptions, violations).toList();
    }

    void screenshot(Path file) {
        String data =
                tools.send("Page.captureScreenshot", Map.of()).path("data").asText();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
