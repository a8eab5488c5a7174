package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.store.StoreEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OwnCommitsTest {

    private static final int MEGABYTE = 1 << 20;

    static Stream<Arguments> readers() {
        return Stream.of(
                Arguments.of("before all that is known", 9L, 10, List.of()),
                Arguments.of("at the first", 10L, 10, List.of(11L, 12L, 13L)),
                Arguments.of("in the middle of a group", 11L, 10, List.of(12L, 13L)),
                Arguments.of("with a limit", 10L, 2, List.of(11L, 12L)),
                Arguments.of("at the end", 13L, 10, List.of()),
                Arguments.of("beyond the end", 99L, 10, List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readers")
    void givesWhatFollowsARevision(String name, long after, int limit, List<Long> expected) {
        OwnCommits own = new OwnCommits();
        own.add(group(10, 1, 11, 12));
        own.add(group(12, 1, 13));
        assertThat(own.after(after, limit)).extracting(StoreEvent::revision).containsExactlyElementsOf(expected);
    }

    @Test
    void forgetsWhatAnotherInstancesWriteSeparatesFromTheNewest() {
        OwnCommits own = new OwnCommits();
        own.add(group(10, 1, 11));
        own.add(group(12, 1, 13)); // 12 was somebody else's
        assertThat(own.after(10, 10)).isEmpty();
        assertThat(own.after(12, 10)).hasSize(1);
    }

    @Test
    void isBoundedInBytes() {
        OwnCommits own = new OwnCommits();
        for (int i = 0; i < 20; i++) {
            own.add(group(i, MEGABYTE, i + 1L));
        }
        assertThat(own.after(0, 100)).isEmpty();
        assertThat(own.after(19, 100)).hasSize(1);
        assertThat(own.after(10, 100)).hasSize(10);
    }

    private static OwnCommits.Group group(long base, int size, long... revisions) {
        ObjectKey key = new ObjectKey(new GroupResource("", "configmaps"), "default", "a");
        byte[] document = ("{\"metadata\":{},\"data\":\"" + "x".repeat(size) + "\"}").getBytes(StandardCharsets.UTF_8);
        return new OwnCommits.Group(
                base,
                LongStream.of(revisions)
                        .<StoreEvent>mapToObj(revision -> new StoreEvent.Created(ApiObject.of(key, revision, document)))
                        .toList());
    }
}
