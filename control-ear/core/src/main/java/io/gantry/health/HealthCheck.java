package io.gantry.health;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing that must be well.
 *
 * @param name as {@code /readyz?verbose} lists it, for example {@code database}
 * @param failure what is wrong, for the log; empty when all is well. Must answer at once
 */
public record HealthCheck(String name, Supplier<Optional<String>> failure) {

    /** Well whenever somebody can ask. */
    public static final HealthCheck PING = new HealthCheck("ping", Optional::empty);
}
