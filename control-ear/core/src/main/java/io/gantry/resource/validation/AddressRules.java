package io.gantry.resource.validation;

import io.gantry.object.IpAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What addresses and ranges of addresses may look like. */
public final class AddressRules {

    private AddressRules() {}

    /** Requires an address; values that the object had before are let pass. Answers whether it is one. */
    public static boolean address(Field field, List<String> before) {
        if (before.contains(field.text())) {
            return true;
        }
        Optional<String> error = IpAddress.error(field.text());
        error.ifPresent(field::invalid);
        return error.isEmpty();
    }

    /** Requires a network such as {@code 10.0.0.0/8}; values that the object had before are let pass. */
    public static void network(Field field, String text, List<String> before) {
        if (!before.contains(text)) {
            networkError(text).ifPresent(error -> field.invalid(text, error));
        }
    }

    private static Optional<String> networkError(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = slash < 0 ? Optional.empty() : IpAddress.parse(text.substring(0, slash));
        String length = text.substring(slash + 1);
        if (address.isEmpty() || !length.matches("\\d{1,3}")) {
            return Optional.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }
        byte[] bytes = address.get().getAddress();
        int bits = Integer.parseInt(length);
        if (bits > bytes.length * 8) {
            return Optional.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }
        if (length.length() > 1 && length.startsWith("0")) {
            return Optional.of("must not have leading 0s in IP or prefix length");
        }
        return hasBitsBeyond(bytes, bits)
                ? Optional.of("must not have bits set beyond the prefix length")
                : Optional.empty();
    }

    private static boolean hasBitsBeyond(byte[] address, int prefix) {
        for (int bit = prefix; bit < address.length * 8; bit++) {
            if ((address[bit / 8] >> (7 - bit % 8) & 1) == 1) {
                return true;
            }
        }
        return false;
    }

    /** Refuses addresses that no endpoint can have. The field must hold a valid address. */
    public static void endpoint(Field field) {
        Optional<InetAddress> parsed = IpAddress.parse(field.text());
        if (parsed.isEmpty()) {
            field.invalid("must be a valid IP address");
            return;
        }
        InetAddress address = parsed.get();
        if (address.isAnyLocalAddress()) {
            field.invalid("may not be unspecified (" + field.text() + ")");
        }
        if (address.isLoopbackAddress()) {
            field.invalid("may not be in the loopback range (127.0.0.0/8, ::1/128)");
        }
        if (address.isLinkLocalAddress()) {
            field.invalid("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if (address.isMCLinkLocal()) {
            field.invalid("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }
}
