package io.gantry.aggregation;

import io.gantry.object.ApiObject;
import io.gantry.remote.RemoteResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Finds out whether an extension server answers. */
@FunctionalInterface
public interface DiscoveryProbe {

    Duration TIMEOUT = Duration.ofSeconds(5);

    /** Why the server of an APIService does not answer; empty when it does. Takes some seconds at most. */
    Optional<String> failure(ApiObject apiService);

    /** Asks for the version's own discovery document. */
    static DiscoveryProbe over(Forwarding forwarding) {
        // one lost connection is no reason to refuse everybody
        return apiService -> AggregatedApi.of(apiService)
                .flatMap(api -> failure(forwarding, api).flatMap(first -> failure(forwarding, api)));
    }

    private static Optional<String> failure(Forwarding forwarding, AggregatedApi api) {
        String url = api.server().location().origin() + "/" + api.path();
        try (RemoteResponse response = forwarding.ask(api, "/" + api.path(), "application/json", TIMEOUT)) {
            boolean good = response.status() >= 200 && response.status() < 300;
            return good
                    ? Optional.empty()
                    : Optional.of("failing or missing response from " + url + ": bad status from " + url + ": "
                            + response.status());
        } catch (IOException e) {
            return Optional.of("failing or missing response from " + url + ": Get \"" + url + "\": " + e.getMessage());
        }
    }
}
