package io.gantry.node;

import java.util.List;

/** Takes what one connected node is to hold. Called in order and never concurrently; must not wait. */
public interface NodeSink {

    /** The whole; comes first. */
    void snapshot(List<NodeDelta> objects);

    /** Changes since. */
    void changes(List<NodeDelta> deltas);
}
