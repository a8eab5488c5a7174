package io.gantry.cel.library;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of IP addresses. */
record Cidr(IpValue ip, int prefix) {

    /** Throws {@link IllegalArgumentException}. */
    static Cidr parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw refused(text, "no '/'");
        }
        IpValue ip;
        int prefix;
        String bits = text.substring(slash + 1);
        try {
            ip = IpValue.parse(text.substring(0, slash));
            prefix = Integer.parseInt(bits);
        } catch (IllegalArgumentException e) {
            throw refused(text, "bad address or prefix length");
        }
        if (prefix < 0 || prefix > ip.bits() || !bits.equals(Integer.toString(prefix))) {
            throw refused(text, "prefix length out of range");
        }
        return new Cidr(ip, prefix);
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException(
                "network address parse error during conversion from string: netip.ParsePrefix(\"" + text + "\"): "
                        + why);
    }

    static boolean isCidr(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    boolean contains(IpValue other) {
        return other.bits() == ip.bits() && mask(other, prefix).equals(mask(ip, prefix));
    }

    boolean contains(Cidr other) {
        return other.prefix >= prefix && contains(other.ip);
    }

    Cidr masked() {
        return new Cidr(mask(ip, prefix), prefix);
    }

    private static IpValue mask(IpValue ip, int prefix) {
        byte[] bytes = ip.address().getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefix - 8L * i, 0, 8);
            bytes[i] &= (byte) (0xff << (8 - kept));
        }
        try {
            return new IpValue(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the length is that of an address
        }
    }

    @Override
    public String toString() {
        return ip + "/" + prefix;
    }
}
