package io.gantry.resource.allocation;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Addresses of one range. Keeps no state: who asks says what is taken. */
public final class ServiceIpAllocator {

    private final IpRange range;
    private final RandomGenerator random;
    private final StaticBand band;

    public ServiceIpAllocator(IpRange range, RandomGenerator random) {
        this.range = range;
        this.random = random;
        this.band = StaticBand.of(range.size() - 2, range.size(), 16, 256, 16);
    }

    /** A free address; empty when there is none. */
    public Optional<String> next(Predicate<String> taken) {
        OptionalLong offset = band.pick(random, candidate -> !taken.test(range.address(candidate)));
        return offset.isPresent() ? Optional.of(range.address(offset.getAsLong())) : Optional.empty();
    }

    /** Whether an address is one of those that are given. */
    public boolean contains(String address) {
        return range.contains(address);
    }
}
