package io.gantry.object;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses in their text form, read without ever asking a name service. */
public final class IpAddress {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private IpAddress() {}

    /** Reads an address; empty when it is none, ambiguous (leading zeros) or an IPv4 address in IPv6 clothes. */
    public static Optional<InetAddress> parse(String text) {
        return error(text).isPresent() ? Optional.empty() : read(text);
    }

    /** Whether the text is an IPv6 address. */
    public static boolean isIpv6(String text) {
        return text.indexOf(':') >= 0 && parse(text).isPresent();
    }

    /** What is wrong with an address, in upstream's words; empty when nothing is. */
    public static Optional<String> error(String text) {
        Optional<InetAddress> address = read(text);
        if (address.isEmpty()) {
            return Optional.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
        if (text.indexOf(':') < 0) {
            return hasLeadingZeros(text) ? Optional.of("must not have leading 0s") : Optional.empty();
        }
        return address.get() instanceof Inet6Address
                ? Optional.empty()
                : Optional.of("must not be an IPv4-mapped IPv6 address");
    }

    /** What is wrong with an address that must be written in the one canonical way (RFC 5952); empty when nothing is. */
    public static Optional<String> canonicalError(String text) {
        Optional<String> error = error(text);
        return error.isPresent()
                ? error
                : canonical(text)
                        .filter(canonical -> !canonical.equals(text))
                        .map(canonical -> "must be in canonical form (\"" + canonical + "\")");
    }

    /** An address in the one canonical way (RFC 5952); empty when the text is none. */
    public static Optional<String> canonical(String text) {
        return parse(text).map(IpAddress::canonical);
    }

    private static String canonical(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = longestZeros(groups);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == start) {
                text.append("::");
                i += zeros(groups, i) - 1;
            } else {
                boolean separated = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(separated ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** The first of the longest runs of two or more zeros; -1 when there is none. */
    private static int longestZeros(int[] groups) {
        int best = -1;
        for (int i = 0; i < groups.length; i++) {
            int length = zeros(groups, i);
            if (length > 1 && (best < 0 || length > zeros(groups, best))) {
                best = i;
            }
        }
        return best;
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static boolean hasLeadingZeros(String ipv4) {
        for (String octet : ipv4.split("\\.", -1)) {
            if (octet.length() > 1 && octet.startsWith("0")) {
                return true;
            }
        }
        return false;
    }

    private static Optional<InetAddress> read(String text) {
        return text.indexOf(':') < 0 ? readIpv4(text) : readIpv6(text);
    }

    private static Optional<InetAddress> readIpv4(String text) {
        Matcher matcher = IPV4.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < bytes.length; i++) {
            int octet = Integer.parseInt(matcher.group(i + 1));
            if (octet > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) octet;
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static Optional<InetAddress> readIpv6(String text) {
        if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            // not an address; this is how the platform says so
            return Optional.empty();
        }
    }
}
