package io.gantry.controller.loadbalancer;

import io.gantry.controller.model.Ipv4Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** The addresses that load balancer services may have: ranges of IPv4 addresses, each with its first and last. */
public record AddressPool(List<Range> ranges) {

    /** Addresses from first to last, both included, as unsigned numbers. */
    public record Range(long first, long last) {
        boolean contains(long address) {
            return address >= first && address <= last;
        }
    }

    public AddressPool {
        ranges = List.copyOf(ranges);
    }

    /**
     * Reads a list such as {@code 192.168.1.240/29, 10.0.0.5-10.0.0.9, 10.1.1.1}. Of a network of more than two addresses the first and last
     * are left out. Throws IllegalArgumentException.
     */
    public static AddressPool parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                ranges.add(range(part.strip()));
            }
        }
        return new AddressPool(ranges);
    }

    private static Range range(String text) {
        if (text.contains("/")) {
            Ipv4Block block = Ipv4Block.parse(text);
            long last = block.first() + block.size() - 1;
            return block.size() > 2 ? new Range(block.first() + 1, last - 1) : new Range(block.first(), last);
        }
        String[] ends = text.split("-", -1);
        Range range = new Range(Ipv4Block.address(ends[0].strip()), Ipv4Block.address(ends[ends.length - 1].strip()));
        if (ends.length > 2 || range.first() > range.last()) {
            throw new IllegalArgumentException("not a range of addresses: " + text);
        }
        return range;
    }

    boolean contains(String address) {
        try {
            long number = Ipv4Block.address(address);
            return ranges.stream().anyMatch(range -> range.contains(number));
        } catch (IllegalArgumentException e) {
            // IPv6 or not an address at all: not in this pool either way
            return false;
        }
    }

    Optional<String> firstFree(Set<String> taken) {
        return ranges.stream()
                .flatMapToLong(range -> LongStream.rangeClosed(range.first(), range.last()))
                .mapToObj(Ipv4Block::text)
                .filter(address -> !taken.contains(address))
                .findFirst();
    }
}
