package io.gantry.resource.allocation;

import io.gantry.object.IpAddress;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IPv4 network whose addresses are given to services.
 *
 * @param network its first address as a number, never given out
 * @param prefixLength for example 16; at most 30, so that there is an address to give
 */
public record IpRange(int network, int prefixLength) {

    /** What a cluster has unless it says otherwise. */
    public static final IpRange DEFAULT = parse("10.96.0.0/16");

    private static final int LONGEST = 30;

    /** Reads the network that a cluster is set up with, {@code 10.96.0.0/16}. Throws IllegalArgumentException. */
    public static IpRange parse(String text) {
        IpRange range = read(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 network: " + text));
        if (range.prefixLength < 8 || range.prefixLength > LONGEST) {
            throw new IllegalArgumentException("a service network needs a prefix of 8 to 30 bits: " + text);
        }
        return range;
    }

    /** The network of a ServiceCIDR; empty for one of IPv6, and for one so small that it has no address to give. */
    static Optional<IpRange> ofServices(String text) {
        return read(text).filter(range -> range.prefixLength <= LONGEST);
    }

    private static Optional<IpRange> read(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2
                || !(IpAddress.parse(parts[0]).orElse(null) instanceof Inet4Address address)
                || !parts[1].matches("\\d|[12]\\d|3[0-2]")) {
            return Optional.empty();
        }
        int length = Integer.parseInt(parts[1]);
        return Optional.of(new IpRange(number(address) & mask(length), length));
    }

    /** How many addresses the network spans, the two that are never given out included. */
    public long size() {
        return 1L << (32 - prefixLength);
    }

    /** The address at a distance from the first that can be given: 0 is {@code 10.96.0.1}. */
    String address(long offset) {
        int number = (int) (network + 1 + offset);
        return (number >>> 24) + "." + (number >>> 16 & 255) + "." + (number >>> 8 & 255) + "." + (number & 255);
    }

    /** Whether an address is in the range and not its network or broadcast address. */
    public boolean contains(String address) {
        if (!(IpAddress.parse(address).orElse(null) instanceof Inet4Address ipv4)) {
            return false;
        }
        long offset = Integer.toUnsignedLong(number(ipv4)) - Integer.toUnsignedLong(network);
        return offset > 0 && offset < size() - 1;
    }

    private static int number(Inet4Address address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    private static int mask(int length) {
        return (int) (-1L << (32 - length));
    }

    @Override
    public String toString() {
        return address(-1) + "/" + prefixLength;
    }
}
