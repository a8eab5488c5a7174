package io.gantry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.status.StatusException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/api, /api",
        "/apis/, /apis",
        "/api/v1/namespaces/my%2Dspace, /api/v1/namespaces/my-space",
        "/api/v1/nodes/n%C3%A4he, /api/v1/nodes/nähe",
        "/api/v1/pods/a%25b, /api/v1/pods/a%b",
        "/api/v1/pods/system:x, /api/v1/pods/system:x",
    })
    void hasOneForm(String raw, String canonical) {
        assertThat(RequestPath.canonical(raw)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api",
                "//api",
                "/api//v1",
                "/api/../version",
                "/api/%2e%2e/version",
                "/api/./v1",
                "/api/v1%2Fpods",
                "/api/v1%5cpods",
                "/api/%00",
                "/api/%zz",
                "/api/%4",
                "/api/%ff",
            })
    void refusesWhatCouldBeReadInTwoWays(String raw) {
        assertThatThrownBy(() -> RequestPath.canonical(raw))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(ints = {8193, 100_000})
    void refusesEndlessPaths(int length) {
        assertThatThrownBy(() -> RequestPath.canonical("/" + "a".repeat(length)))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(414));
    }
}
