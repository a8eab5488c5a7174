package io.gantry.agent.pod;

import io.gantry.agent.image.ImageStatus;
import io.gantry.agent.object.Container;

/** The image for one attempt to start a container. */
public record ImageAttempt(int attempt, ImageStatus status) {

    /** Whether nothing is newer than it. Several containers may share a volume: what was fetched for the latest start serves all. */
    boolean serves(Container wanted, int wantedAttempt) {
        return wanted.kind() == Container.Kind.IMAGE_VOLUME ? attempt >= wantedAttempt : attempt == wantedAttempt;
    }

    /** What it is remembered by: a volume may have the name of a container. */
    static String key(Container container) {
        return container.kind() == Container.Kind.IMAGE_VOLUME ? "/volumes/" + container.name() : container.name();
    }
}
