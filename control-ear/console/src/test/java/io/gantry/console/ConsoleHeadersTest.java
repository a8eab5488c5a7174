package io.gantry.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleHeadersTest {

    @ParameterizedTest
    @CsvSource({
        "/, no-store",
        "/index.html, no-store",
        "/assets/index-abc.js, 'public, max-age=31536000, immutable'",
        "/other/assets/x.js, no-store"
    })
    void onlyFilesNamedByTheirContentAreKeptByBrowsers(String path, String cacheControl) {
        assertThat(ConsoleHeaders.of(path)).containsEntry("Cache-Control", cacheControl);
    }

    @Test
    void nothingRunsOrIsCalledButWhatTheServerItselfGives() {
        assertThat(ConsoleHeaders.of("/").get("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
    }
}
