package io.gantry.controller.model;

import io.gantry.object.IpAddress;
import java.net.Inet4Address;
import java.nio.ByteBuffer;

/**
 * An IPv4 network.
 *
 * @param first its first address as an unsigned number
 * @param prefix bits that all its addresses share, 0 to 32
 */
public record Ipv4Block(long first, int prefix) {

    /** Reads {@code 10.244.0.0/16}; bits behind the prefix are dropped. Throws IllegalArgumentException. */
    public static Ipv4Block parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !parts[1].matches("[0-9]|[12][0-9]|3[0-2]")) {
            throw new IllegalArgumentException("not an IPv4 network: " + text);
        }
        int prefix = Integer.parseInt(parts[1]);
        long size = 1L << (32 - prefix);
        return new Ipv4Block(address(parts[0]) / size * size, prefix);
    }

    /** An address as an unsigned number. Throws IllegalArgumentException. */
    public static long address(String text) {
        if (!(IpAddress.parse(text).orElse(null) instanceof Inet4Address ipv4)) {
            throw new IllegalArgumentException("not an IPv4 address: " + text);
        }
        return Integer.toUnsignedLong(ByteBuffer.wrap(ipv4.getAddress()).getInt());
    }

    /** The text of an address. */
    public static String text(long address) {
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    /** How many addresses it spans. */
    public long size() {
        return 1L << (32 - prefix);
    }

    /** How many networks of a longer prefix fit in. */
    public long parts(int partPrefix) {
        return 1L << (partPrefix - prefix);
    }

    /** The part at an index, from 0 on. */
    public Ipv4Block part(int partPrefix, long index) {
        return new Ipv4Block(first + index * (1L << (32 - partPrefix)), partPrefix);
    }

    /** The reverse of {@link #part}. */
    public long index(Ipv4Block part) {
        return (part.first - first) / part.size();
    }

    @Override
    public String toString() {
        return text(first) + "/" + prefix;
    }
}
