package io.gantry.admission.podsecurity;

import java.util.Optional;
import java.util.Set;

/**
 * One rule of the Pod Security Standards.
 *
 * @param id upstream's name for it, by which violations are ordered
 * @param level baseline rules hold for restricted pods too
 * @param since the minor release that brought it
 * @param replaced baseline rules that a restricted one takes the place of
 */
record Check(String id, Level level, int since, Set<String> replaced, Rule rule) {

    /** Judges a pod as of a version. */
    interface Rule {
        Optional<Violation> violation(CheckedPod pod, PolicyVersion version);
    }

    static Check baseline(String id, int since, Rule rule) {
        return new Check(id, Level.BASELINE, since, Set.of(), rule);
    }

    static Check restricted(String id, int since, Rule rule, String... replaced) {
        return new Check(id, Level.RESTRICTED, since, Set.of(replaced), rule);
    }

    boolean appliesTo(Standard standard) {
        return level.compareTo(standard.level()) <= 0 && standard.version().isAtLeast(since);
    }
}
