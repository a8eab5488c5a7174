package io.gantry.remote;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a remote server.
 *
 * @param pathAndQuery as it goes into the request line
 * @param headers besides Host and Content-Length
 * @param timeout for the whole answer; without one the answer may go on for ever
 */
public record RemoteRequest(
        String method,
        String pathAndQuery,
        Map<String, List<String>> headers,
        byte[] body,
        Optional<Duration> timeout) {}
