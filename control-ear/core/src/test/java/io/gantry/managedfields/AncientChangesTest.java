package io.gantry.managedfields;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.managedfields.ManagerIdentity.Operation;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many that updated an object are remembered. */
class AncientChangesTest {

    private static ManagedFields updates(int count, String version) {
        ManagedFields fields = ManagedFields.NONE;
        for (int i = 0; i < count; i++) {
            fields = fields.with(entry("m" + i, Operation.UPDATE, version, i));
        }
        return fields;
    }

    private static ManagedEntry entry(String manager, Operation operation, String version, int time) {
        ManagerIdentity identity = new ManagerIdentity(manager, operation, version, "");
        return ManagedEntry.of(identity, version, FieldSet.of(FieldPath.of("f" + manager)))
                .at(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(time));
    }

    private static List<String> names(ManagedFields fields) {
        return fields.write()
                .valueStream()
                .map(entry -> entry.path("manager").asText())
                .toList();
    }

    @Test
    void tenUpdatersAreKept() {
        assertThat(names(AncientChanges.join(updates(10, "v1")))).hasSize(10);
    }

    @Test
    void theOldestOfMoreAreJoined() {
        ManagedFields joined = AncientChanges.join(updates(12, "v1"));
        assertThat(names(joined))
                .containsExactly("ancient-changes", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11");
        assertThat(joined.write().get(0).path("fieldsV1")).hasToString("{\"f:fm0\":{},\"f:fm1\":{},\"f:fm2\":{}}");
        assertThat(joined.write().get(0).path("time").asText()).isEqualTo("2026-01-01T00:00:02Z");
    }

    @Test
    void thoseThatApplyDoNotCount() {
        ManagedFields fields = updates(10, "v1");
        for (int i = 0; i < 5; i++) {
            fields = fields.with(entry("a" + i, Operation.APPLY, "v1", i));
        }
        assertThat(names(AncientChanges.join(fields))).hasSize(15);
    }

    @Test
    void versionsAreJoinedApart() {
        ManagedFields fields = updates(9, "v1");
        for (int i : IntStream.range(0, 3).toArray()) {
            fields = fields.with(entry("old" + i, Operation.UPDATE, "v1beta1", i - 10));
        }
        assertThat(names(AncientChanges.join(fields)))
                .hasSize(10)
                .startsWith("ancient-changes")
                .doesNotContain("old0", "old1", "old2");
    }
}
