package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All that a Go client or a browser does goes over one HTTP/2 connection. */
class Http2IT {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final ApiClient api = controlPlane.api();

    /** One connection: there is no second one before the server allows fewer streams than are wanted, and then the client fails. */
    private CompletableFuture<HttpResponse<InputStream>> watch(String name) {
        String path = CONFIG_MAPS + "?watch=true&fieldSelector=metadata.name=" + name;
        return api.http().sendAsync(api.request(path).build(), BodyHandlers.ofInputStream());
    }

    private List<HttpResponse<InputStream>> watches(int count) {
        // what the server allows is known after the first answer only
        assertThat(api.get("/version").response().version()).isEqualTo(HttpClient.Version.HTTP_2);
        List<CompletableFuture<HttpResponse<InputStream>>> opened =
                IntStream.range(0, count).mapToObj(_ -> watch("nothing")).toList();
        return opened.stream()
                .map(response -> response.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();
    }

    private static void leave(List<HttpResponse<InputStream>> watches) throws IOException {
        for (HttpResponse<InputStream> watch : watches) {
            watch.body().close();
        }
    }

    @Test
    void aConnectionCarriesHundredsOfWatches() throws IOException {
        List<HttpResponse<InputStream>> watches = watches(400);
        assertThat(watches).allSatisfy(watch -> assertThat(watch.statusCode()).isEqualTo(200));
        assertThat(api.get("/version").code()).isEqualTo(200);
        leave(watches);
    }

    @Test
    void aWatchGoesOnWhileHundredsOfOthersOnItsConnectionAreLeft() throws IOException {
        HttpResponse<InputStream> stays = watch("http2-stays").join();
        for (int round = 0; round < 3; round++) {
            leave(watches(100));
        }
        api.post(CONFIG_MAPS, "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"http2-stays\"}}");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stays.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).contains("\"ADDED\"", "http2-stays");
        }
    }

    @Test
    void moreRequestsAtOnceThanTheServerHasThreadsAreAnswered() {
        for (int round = 0; round < 5; round++) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int request = 0; request < 300; request++) {
                answers.add(api.http()
                        .sendAsync(api.request(CONFIG_MAPS + "?limit=5").build(), BodyHandlers.ofString()));
            }
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        }
    }
}
