package io.gantry.agent.object;

import java.util.Set;

/**
 * What new pods must know of their node.
 *
 * @param pressures what the node is short of
 */
public record NodeState(Stage stage, Set<Pressure> pressures) {

    public static final NodeState HEALTHY = new NodeState(Stage.UP, Set.of());

    /** Of the machine. */
    public enum Stage {
        UP,
        GOING_DOWN
    }

    public boolean goingDown() {
        return stage == Stage.GOING_DOWN;
    }
}
