package io.gantry.bootstrap;

/**
 * Where clients reach the API server.
 *
 * @param address the address of this instance that pods and nodes can reach
 * @param port its HTTPS port
 * @param serviceAddress the address of the service {@code kubernetes}: the first of the service CIDR
 */
public record ApiAddress(String address, int port, String serviceAddress) {

    /** The port of the service {@code kubernetes}. */
    static final int SERVICE_PORT = 443;
}
