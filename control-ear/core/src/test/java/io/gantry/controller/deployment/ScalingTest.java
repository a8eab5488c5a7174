package io.gantry.controller.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes before and after one step; ReplicaSets are written oldest first, the last one has the Deployment's template. */
final class ScalingTest {

    private final FakeClusterView view = new FakeClusterView();

    private ReplicaSets sets(int desired, String surge, String unavailable, String spec) {
        ObjectNode deployment =
                Json.read("{\"kind\": \"Deployment\", \"metadata\": {\"name\": \"d\", \"namespace\": \"n\"}}");
        deployment.withObject("/spec").put("replicas", desired);
        deployment.withObject("/spec/template/spec").put("image", "new");
        deployment
                .withObject("/spec/strategy/rollingUpdate")
                .put("maxSurge", Integer.parseInt(surge))
                .put("maxUnavailable", Integer.parseInt(unavailable));
        ApiObject stored = view.put(deployment);
        List<ReplicaSetDraft> drafts = new ArrayList<>();
        String[] parts = spec.trim().split(" +");
        for (int i = 0; i < parts.length; i++) {
            drafts.add(draft(i, parts[i], i == parts.length - 1));
        }
        return new ReplicaSets(stored, drafts);
    }

    /** {@code 8/5@13}: size 8, 5 available, made for at most 13. */
    private ReplicaSetDraft draft(int index, String text, boolean current) {
        String[] maximum = text.split("@");
        String[] counts = maximum[0].split("/");
        ObjectNode set = Json.read("{\"kind\": \"ReplicaSet\", \"metadata\": {\"namespace\": \"n\"}}");
        set.withObject("/metadata")
                .put("name", "rs" + index)
                .put("creationTimestamp", "2026-01-0" + (index + 1) + "T00:00:00Z");
        if (maximum.length > 1) {
            set.withObject("/metadata/annotations").put(RevisionAnnotations.MAX_REPLICAS, maximum[1]);
        }
        set.withObject("/spec").put("replicas", Integer.parseInt(counts[0]));
        set.withObject("/spec/template/spec").put("image", current ? "new" : "old" + index);
        int available = Integer.parseInt(counts[counts.length > 1 ? 1 : 0]);
        set.withObject("/status").put("availableReplicas", available);
        return ReplicaSetDraft.of(view.put(set));
    }

    private static String sizes(ReplicaSets sets) {
        return sets.all().stream()
                .map(draft -> Integer.toString(draft.replicas()))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        // wanted, surge, unavailable, before (size/available) -> after
        "10, 0, 0, 10 0,          9 0", // neither would be no rollout at all: one may be missing
        "10, 3, 2, 10 0,          10 3", // the new one grows by the surge
        "10, 3, 2, 8/8 5/0,       8 5", // 13 - 8 - 5 = 0 old pods may go
        "10, 3, 2, 10/10 3/0,     8 3", // 13 - 8 - 3 = 2
        "10, 3, 2, 10/10 3/3,     5 3", // available 13 - 8 = 5
        "10, 3, 2, 8/5 5/0,       8 5", // unhealthy old pods: no room while the new ones are not up
        "10, 0, 2, 10/8 0,        8 0", // two unhealthy go first, healthy ones stay: 8 are available
        "10, 0, 2, 10/10 0,       8 0",
        "2,  1, 0, 2/2 1/0,       2 1",
        "2,  1, 0, 2/2 1/1,       1 1",
        "4,  1, 1, 3/3 2/2 0,     1 2 0", // old ones shrink from the oldest on
        "5,  1, 1, 0 8/8,         0 5", // the new one is too large
        "0,  1, 0, 3/3 0,         0 0",
    })
    void aRollingUpdateMakesOneStep(int desired, String surge, String unavailable, String before, String after) {
        ReplicaSets sets = sets(desired, surge, unavailable, before);

        new RollingUpdate(sets, sets.current().orElseThrow()).apply();

        assertThat(sizes(sets)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({
        // wanted, surge, before (size@max) -> after
        "7,  0, 5@5,             7", // only one: it takes all
        "7,  0, 0 5@5,           0 7",
        "3,  0, 0 0,             0 3", // none active: the newest
        "12, 0, 5@10 5@10,       6 6",
        "5,  0, 5@10 5@10,       2 3", // of equal sizes the older shrinks first
        "11, 0, 5@10 5@10,       5 6", // and the newer grows first
        "15, 5, 8@13 5@13,       12 8", // 8 * 20 / 13 = 12.3
        "0,  3, 8@13 5@13,       0 0",
        "20, 0, 5@9 3@9 1@9,     11 7 2",
    })
    void aChangeOfSizeKeepsProportions(int desired, String surge, String before, String after) {
        ReplicaSets sets = sets(desired, surge, "1", before);

        new ProportionalScaling(sets).apply();

        assertThat(sizes(sets)).isEqualTo(after);
    }

    @Test
    void scalingNotesTheSizesItWasMadeForAndAnEvent() {
        ReplicaSets sets = sets(6, "2", "0", "4");

        sets.scale(sets.current().orElseThrow(), 6);

        assertThat(sets.current().orElseThrow().annotation(RevisionAnnotations.DESIRED_REPLICAS))
                .isEqualTo("6");
        assertThat(sets.current().orElseThrow().annotation(RevisionAnnotations.MAX_REPLICAS))
                .isEqualTo("8");
        assertThat(sets.events())
                .extracting(event -> event.message())
                .containsExactly("Scaled up replica set rs0 from 4 to 6");
    }
}
