package io.gantry.cel.library;

import com.google.common.net.InetAddresses;
import io.gantry.object.IpAddress;
import java.net.InetAddress;

/** An IP address. */
record IpValue(InetAddress address) {

    /** Throws {@link IllegalArgumentException}. */
    static IpValue parse(String text) {
        if (text.contains("%")) {
            throw new IllegalArgumentException("IP address \"" + text + "\" with zone value is not allowed");
        }
        if (text.contains(":") && text.contains(".")) {
            throw new IllegalArgumentException("IPv4-mapped IPv6 address \"" + text + "\" is not allowed");
        }
        return IpAddress.parse(text)
                .map(IpValue::new)
                .orElseThrow(() -> new IllegalArgumentException("IP Address \"" + text
                        + "\" parse error during conversion from string: ParseAddr(\"" + text
                        + "\"): unable to parse IP"));
    }

    static boolean isIp(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    int bits() {
        return address.getAddress().length * 8;
    }

    @Override
    public String toString() {
        return InetAddresses.toAddrString(address);
    }
}
