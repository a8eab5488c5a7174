package io.gantry.agent.pod;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to do next for a pod.
 *
 * @param actions to be carried out in order; then the pod is looked at again
 * @param waiting why containers are not running, by name
 * @param wakeAt when to look again even if nothing happens
 */
public record Plan(List<Action> actions, Map<String, Waiting> waiting, Optional<Instant> wakeAt) {

    /** As in {@code state.waiting}. */
    public record Waiting(String reason, String message) {}

    /** Collects a plan. */
    static final class Builder {

        private final List<Action> actions = new ArrayList<>();
        private final Map<String, Waiting> waiting = new HashMap<>();
        private Optional<Instant> wakeAt = Optional.empty();

        void add(Action action) {
            actions.add(action);
        }

        /** Several containers may need the same. */
        void addOnce(Action action) {
            if (!actions.contains(action)) {
                actions.add(action);
            }
        }

        void waiting(String container, String reason, String message) {
            waiting.put(container, new Waiting(reason, message));
        }

        /** The earliest of all times counts. */
        void wakeAt(Instant at) {
            wakeAt = wakeAt.filter(earlier -> earlier.isBefore(at)).or(() -> Optional.of(at));
        }

        boolean acts() {
            return !actions.isEmpty();
        }

        Plan build() {
            return new Plan(List.copyOf(actions), Map.copyOf(waiting), wakeAt);
        }
    }
}
