package io.gantry.agent.eviction;

import io.gantry.agent.object.Pressure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How short the node is of what: a function of what is seen now and of the assessment before.
 *
 * @param since when each threshold that is met was first met
 * @param lastSeen when each pressure was last seen
 * @param pressures that are shown: seen now, or not long ago
 * @param due thresholds that have been met for long enough, the most urgent first
 */
public record Assessment(
        Map<Threshold, Instant> since, Map<Pressure, Instant> lastSeen, Set<Pressure> pressures, List<Threshold> due) {

    static final Assessment NOTHING = new Assessment(Map.of(), Map.of(), Set.of(), List.of());

    /** @param observations what could not be measured is missing, and nothing follows from it */
    Assessment next(
            List<Threshold> thresholds, Map<Signal, Observation> observations, Duration transitionPeriod, Instant now) {
        Set<Threshold> met = met(thresholds, observations);
        Map<Threshold, Instant> first = new HashMap<>();
        met.forEach(threshold -> first.put(threshold, since.getOrDefault(threshold, now)));
        Map<Pressure, Instant> last = new EnumMap<>(Pressure.class);
        last.putAll(lastSeen);
        met.forEach(threshold -> last.put(threshold.signal().pressure(), now));
        Set<Pressure> shown = EnumSet.noneOf(Pressure.class);
        last.forEach((pressure, at) -> {
            if (at.equals(now) || Duration.between(at, now).compareTo(transitionPeriod) < 0) {
                shown.add(pressure);
            }
        });
        List<Threshold> urgent = new ArrayList<>(met);
        urgent.removeIf(threshold -> Duration.between(first.get(threshold), now).compareTo(threshold.grace()) < 0);
        urgent.sort(Comparator.comparing(Threshold::signal).thenComparing(Threshold::grace));
        return new Assessment(first, last, shown, List.copyOf(urgent));
    }

    private Set<Threshold> met(List<Threshold> thresholds, Map<Signal, Observation> observations) {
        Set<Threshold> met = new HashSet<>();
        for (Threshold threshold : thresholds) {
            Observation observation = observations.get(threshold.signal());
            boolean actedUpon = due.contains(threshold);
            if (observation != null
                    && (threshold.isMet(observation) || actedUpon && threshold.isStillMet(observation))) {
                met.add(threshold);
            }
        }
        return met;
    }

    /** Whether everything is as it should be, with what was to be had back besides. */
    static boolean isRelieved(List<Threshold> thresholds, Map<Signal, Observation> observations) {
        return thresholds.stream()
                .filter(threshold -> observations.containsKey(threshold.signal()))
                .noneMatch(threshold -> threshold.isStillMet(observations.get(threshold.signal())));
    }
}
