package io.gantry.admission.podsecurity;

import java.util.Locale;

/** How much pods are held to (Pod Security Standards); in the order of strictness. */
enum Level {
    PRIVILEGED,
    BASELINE,
    RESTRICTED;

    /** As in labels. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
