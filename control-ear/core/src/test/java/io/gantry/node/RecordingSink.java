package io.gantry.node;

import java.util.ArrayList;
import java.util.List;

/** Remembers what a node was told. */
final class RecordingSink implements NodeSink {

    private final List<String> snapshot = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    @Override
    public void snapshot(List<NodeDelta> objects) {
        objects.forEach(delta -> snapshot.add(text(delta)));
    }

    @Override
    public void changes(List<NodeDelta> deltas) {
        deltas.forEach(delta -> changes.add(text(delta)));
    }

    List<String> snapshot() {
        return snapshot;
    }

    List<String> changes() {
        return changes;
    }

    private static String text(NodeDelta delta) {
        return switch (delta) {
            case NodeDelta.Put put -> put.key().toString();
            case NodeDelta.Remove remove -> "-" + remove.key();
        };
    }
}
