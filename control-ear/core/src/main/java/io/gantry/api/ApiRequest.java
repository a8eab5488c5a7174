package io.gantry.api;

import io.gantry.identity.UserInfo;
import java.time.Instant;

/**
 * A request as it came over HTTP, authenticated and read whole.
 *
 * @param method in upper case
 * @param rawPath still encoded
 * @param rawQuery still encoded, without the question mark, empty when there is none
 * @param headers the headers
 * @param body the bytes; one more than the limit is enough to be refused, so the server need not read further
 * @param user who asks
 * @param received when it came
 * @param remoteAddress the other end of the connection, empty when it is not known
 */
public record ApiRequest(
        String method,
        String rawPath,
        String rawQuery,
        Headers headers,
        byte[] body,
        UserInfo user,
        Instant received,
        String remoteAddress) {

    /** Longer bodies are refused (apiserver's MaxRequestBodyBytes). */
    public static final int BODY_LIMIT = 3 * 1024 * 1024;

    public ApiRequest(
            String method,
            String rawPath,
            String rawQuery,
            Headers headers,
            byte[] body,
            UserInfo user,
            Instant received) {
        this(method, rawPath, rawQuery, headers, body, user, received, "");
    }

    /** The same request, once its body was read. */
    ApiRequest withBody(byte[] read) {
        return new ApiRequest(method, rawPath, rawQuery, headers, read, user, received, remoteAddress);
    }

    /** The same request of another user. */
    ApiRequest as(UserInfo other) {
        return new ApiRequest(method, rawPath, rawQuery, headers, body, other, received, remoteAddress);
    }
}
