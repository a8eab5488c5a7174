package io.gantry.resource.validation;

import io.gantry.object.IpAddress;
import java.util.Optional;

/**
 * A network such as {@code 10.0.0.0/8}.
 *
 * @param address any address in it
 * @param bits length of the prefix
 */
record AddressRange(byte[] address, int bits) {

    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String length = text.substring(slash + 1);
        if (slash < 0 || !length.matches("\\d{1,3}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(length);
        return IpAddress.parse(text.substring(0, slash))
                .map(address -> new AddressRange(address.getAddress(), bits))
                .filter(range -> bits <= range.address.length * 8);
    }

    /** Whether the other is part of this one, and smaller. */
    boolean strictlyContains(AddressRange other) {
        if (address.length != other.address.length || other.bits <= bits) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 1 << (7 - bit % 8);
            if ((address[bit / 8] & mask) != (other.address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
