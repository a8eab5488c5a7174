package io.gantry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterStateTest {

    private static final ObjectRef A = new ObjectRef("pods", "ns", "a");
    private static final ObjectRef B = new ObjectRef("pods", "ns", "b");

    private final ClusterState state = new ClusterState();
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void listen() {
        state.addListener(new ClusterListener() {
            @Override
            public void changed(ObjectRef ref) {
                heard.add(ref.name() + (state.get(ref).isPresent() ? "" : " removed"));
            }

            @Override
            public void synced(ClusterSettings settings) {
                heard.add("synced");
            }
        });
    }

    @Test
    void aSnapshotDropsWhatItDoesNotContain() {
        state.upsert(A, Json.object().put("v", 1));
        state.upsert(B, Json.object().put("v", 1));
        heard.clear();

        state.beginSnapshot();
        state.upsert(A, Json.object().put("v", 1));
        assertThat(state.get(B)).isPresent();
        state.completeSnapshot(ClusterSettings.UNKNOWN);

        assertThat(heard).containsExactly("b removed", "synced");
        assertThat(state.list("pods")).hasSize(1);
        assertThat(state.synced()).isTrue();
    }

    @Test
    void aConnectionThatBreaksWithinItsSnapshotDropsNothing() {
        state.upsert(A, Json.object());
        state.beginSnapshot();
        state.beginSnapshot();
        state.upsert(A, Json.object());

        state.completeSnapshot(ClusterSettings.UNKNOWN);

        assertThat(state.get(A)).isPresent();
    }

    @Test
    void repetitionWakesNobody() {
        state.upsert(A, Json.object().put("v", 1));
        state.upsert(A, Json.object().put("v", 1));
        state.upsert(A, Json.object().put("v", 2));
        state.remove(A);
        state.remove(A);

        assertThat(heard).containsExactly("a", "a", "a removed");
    }
}
