package io.gantry.resource.allocation;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** Node ports of one range, whatever their protocol. Keeps no state: who asks says what is taken. */
public final class NodePortAllocator {

    private final PortRange range;
    private final RandomGenerator random;
    private final StaticBand band;

    public NodePortAllocator(PortRange range, RandomGenerator random) {
        this.range = range;
        this.random = random;
        this.band = StaticBand.of(range.size(), range.size(), 16, 128, 32);
    }

    /** A free port; empty when there is none. */
    public OptionalInt next(IntPredicate taken) {
        OptionalLong offset = band.pick(random, candidate -> !taken.test(port(candidate)));
        return offset.isPresent() ? OptionalInt.of(port(offset.getAsLong())) : OptionalInt.empty();
    }

    private int port(long offset) {
        return range.first() + (int) offset;
    }

    /** Why a port cannot be given, in upstream's words; empty when it can. */
    public Optional<String> refusal(int port, IntPredicate taken) {
        if (!range.contains(port)) {
            return Optional.of("provided port is not in the valid range. The range of valid ports is " + range);
        }
        return taken.test(port) ? Optional.of("provided port is already allocated") : Optional.empty();
    }
}
