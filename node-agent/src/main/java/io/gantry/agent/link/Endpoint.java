package io.gantry.agent.link;

/** Where one instance of the control plane listens. */
public record Endpoint(String host, int port) {

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException when it is not of that form
     */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        return new Endpoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
