package io.gantry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless browser with a fresh profile, driven over the DevTools protocol.
 *
 * @see <a href="https://chromedevtools.github.io/devtools-protocol/">Chrome DevTools Protocol</a>
 */
final class Chromium implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path profile;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    /** One that has started. */
    static Chromium start(Path folder) {
        Chromium browser = new Chromium(folder);
        try {
            Await.until(START_LIMIT, browser::port);
            return browser;
        } catch (AssertionError e) {
            browser.close();
            throw new AssertionError("chromium has not started; see " + folder.resolve("chromium.log"), e);
        }
    }

    private Chromium(Path folder) {
        try {
            Files.createDirectories(folder);
            // not in the build's folder: a socket of the browser's lies below, and its path must be shorter than 108
            // bytes
            this.profile = Files.createTempDirectory("gantry-browser-");
            ProcessBuilder command = new ProcessBuilder(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            // the cluster's own authority is not among the browser's; told over DevTools, it was too
                            // late for some requests
                            "--ignore-certificate-errors",
                            "--lang=en-US",
                            "--accept-lang=en-US",
                            "--window-size=1440,900",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + profile,
                            "about:blank")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("chromium.log").toFile());
            // what it leaves behind is removed with its profile
            command.environment().put("TMPDIR", profile.toString());
            this.process = command.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start chromium; install it with: apt-get install chromium", e);
        }
    }

    /** A new page, without anything that an earlier one stored. */
    BrowserPage page() {
        try {
            URI target = URI.create("http://127.0.0.1:" + port() + "/json/new?about:blank");
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(target)
                            .PUT(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            JsonNode page = new ObjectMapper().readTree(response.body());
            return new BrowserPage(new DevTools(
                    http, URI.create(page.path("webSocketDebuggerUrl").asText())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private int port() throws IOException {
        List<String> portFile = Files.readAllLines(profile.resolve("DevToolsActivePort"));
        if (portFile.isEmpty()) {
            throw new IOException("the browser has not written its port yet");
        }
        return Integer.parseInt(portFile.getFirst());
    }

    @Override
    public void close() {
        List<ProcessHandle> helpers = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            helpers.forEach(ProcessHandle::destroyForcibly);
            http.shutdownNow();
            Await.until(Duration.ofSeconds(10), this::deleteProfile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Fails while a process of the browser still writes there. */
    private void deleteProfile() throws IOException {
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
