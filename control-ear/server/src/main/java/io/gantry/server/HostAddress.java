package io.gantry.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.Optional;

/** Guesses where others reach this machine, for operators who do not say. */
final class HostAddress {

    private HostAddress() {}

    /** The first IPv4 address that is not only this machine's own; interfaces in their order. */
    static Optional<String> first() {
        try {
            return NetworkInterface.networkInterfaces()
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the network interfaces", e);
        }
    }
}
