package io.gantry.scheduler.model;

/**
 * A port of the node that a pod takes.
 *
 * @param address the node's address, {@code 0.0.0.0} for all
 */
public record HostPort(String address, String protocol, int port) {

    private static final String ALL = "0.0.0.0";

    public boolean conflictsWith(HostPort other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && (address.equals(other.address) || address.equals(ALL) || other.address.equals(ALL));
    }
}
