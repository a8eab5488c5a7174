package io.gantry.api;

import java.nio.charset.StandardCharsets;

/** One thing that a fuzz case does. */
sealed interface FuzzStep {

    /** Lets the controllers do what is due. */
    record Settle() implements FuzzStep {}

    /**
     * Sends a request.
     *
     * @param type of the body, empty for none
     */
    record Request(String method, String path, byte[] body, String type, String accept) implements FuzzStep {

        static Request get(String path, String accept) {
            return new Request("GET", path, new byte[0], "", accept);
        }

        static Request of(String method, String path, String type, String body) {
            return new Request(method, path, body.getBytes(StandardCharsets.UTF_8), type, "");
        }

        static Request json(String method, String path, String body) {
            return of(method, path, "application/json", body);
        }

        @Override
        public String toString() {
            return method + " " + path + " (" + type + ", " + accept + ") " + new String(body, StandardCharsets.UTF_8);
        }
    }
}
