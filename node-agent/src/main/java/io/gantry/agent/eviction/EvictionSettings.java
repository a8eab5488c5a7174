package io.gantry.agent.eviction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;

/**
 * When pods have to go for the sake of their node, as upstream's kubelet is told.
 *
 * @param transitionPeriod for how long a pressure is shown after it was last seen
 * @param mostGraceSeconds that a pod is given when a soft threshold makes it go
 */
public record EvictionSettings(List<Threshold> thresholds, Duration transitionPeriod, long mostGraceSeconds) {

    /** Upstream's hard thresholds; there is none for processes. */
    public static final String HARD = "memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%,"
            + "imagefs.available<15%,imagefs.inodesFree<5%";

    public static final EvictionSettings DEFAULT = of(HARD, "", "", "", Duration.ofMinutes(5), 0);

    /**
     * Reads settings.
     *
     * @param hard {@code SIGNAL<AMOUNT}, separated by commas; empty for none
     * @param soft likewise
     * @param softGrace {@code SIGNAL=DURATION}, one for each soft threshold
     * @param reclaim {@code SIGNAL=AMOUNT}
     * @throws IllegalArgumentException when they cannot be understood
     */
    public static EvictionSettings of(
            String hard,
            String soft,
            String softGrace,
            String reclaim,
            Duration transitionPeriod,
            long mostGraceSeconds) {
        Map<Signal, Duration> graces = entries(softGrace, "=", EvictionSettings::duration);
        Map<Signal, Amount> reclaims = entries(reclaim, "=", Amount::parse);
        List<Threshold> thresholds = new ArrayList<>();
        entries(hard, "<", Amount::parse)
                .forEach((signal, amount) -> thresholds.add(new Threshold(
                        signal, amount, Duration.ZERO, reclaims.getOrDefault(signal, Threshold.NOTHING))));
        entries(soft, "<", Amount::parse).forEach((signal, amount) -> {
            Duration grace = Optional.ofNullable(graces.get(signal))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "grace period must be specified for the soft eviction threshold " + signal.title()));
            thresholds.add(new Threshold(signal, amount, grace, reclaims.getOrDefault(signal, Threshold.NOTHING)));
        });
        return new EvictionSettings(List.copyOf(thresholds), transitionPeriod, mostGraceSeconds);
    }

    /** How much of all is to be kept free, since pods go at once when there is less. */
    public LongUnaryOperator kept(Signal signal) {
        return capacity -> thresholds.stream()
                .filter(threshold -> threshold.hard() && threshold.signal() == signal)
                .mapToLong(threshold -> threshold.amount().of(capacity))
                .max()
                .orElse(0);
    }

    private static <T> Map<Signal, T> entries(String text, String separator, Function<String, T> value) {
        Map<Signal, T> entries = new LinkedHashMap<>();
        for (String entry : text.split(",")) {
            if (entry.isBlank()) {
                continue;
            }
            String[] parts = entry.strip().split(separator, 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException(
                        "invalid eviction threshold syntax " + entry + ", expected <signal>" + separator + "<value>");
            }
            Signal signal = Signal.named(parts[0])
                    .orElseThrow(() -> new IllegalArgumentException("unsupported eviction signal " + parts[0]));
            if (entries.put(signal, value.apply(parts[1])) != null) {
                throw new IllegalArgumentException("eviction signal " + parts[0] + " is given twice");
            }
        }
        return entries;
    }

    /** {@code 90s}, {@code 1m30s}, {@code 2h}. */
    private static Duration duration(String text) {
        Duration duration;
        try {
            duration = Duration.parse("PT" + text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no duration such as 1m30s", e);
        }
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("a grace period must be longer than nothing: " + text);
        }
        return duration;
    }
}
