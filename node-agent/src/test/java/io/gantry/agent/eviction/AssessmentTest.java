package io.gantry.agent.eviction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the node counts as short of something, and when pods have to go for it. */
class AssessmentTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final EvictionSettings SETTINGS = EvictionSettings.of(
            "memory.available<100Mi,nodefs.available<10%,nodefs.inodesFree<5%",
            "memory.available<300Mi", "memory.available=1m30s", "nodefs.available=500Mi", Duration.ofMinutes(5), 60);

    /**
     * @param story looks as SECOND:SIGNAL=AVAILABLE_MIB, of 1000 MiB or of 1000 inodes each
     * @param pressures shown after the last look
     * @param due after the last look, in order, hard or soft
     */
    @ParameterizedTest
    @CsvSource({
        "0:memory.available=500, [], ''",
        "0:memory.available=300, [], ''", // not below
        "0:memory.available=299, [MEMORY], ''", // soft: for a while
        "0:memory.available=299 89:memory.available=299, [MEMORY], ''",
        "0:memory.available=299 90:memory.available=299, [MEMORY], soft memory.available",
        "0:memory.available=299 30:memory.available=400 90:memory.available=299, [MEMORY], ''", // begins anew
        "0:memory.available=99, [MEMORY], hard memory.available",
        "0:memory.available=99 90:memory.available=99, [MEMORY]," + " hard memory.available soft memory.available",
        "0:memory.available=99 299:memory.available=500, [MEMORY], ''", // shown for five minutes
        "0:memory.available=99 300:memory.available=500, [], ''",
        "0:nodefs.available=99, [DISK], hard nodefs.available",
        "0:nodefs.available=99 10:nodefs.available=599, [DISK], hard nodefs.available", // not enough yet
        "0:nodefs.available=99 10:nodefs.available=600, [DISK], ''",
        "0:nodefs.available=150, [], ''", // only what was acted upon needs more
        "0:nodefs.inodesFree=49, [DISK], hard nodefs.inodesFree",
        "0:nodefs.inodesFree=49;memory.available=50, '[MEMORY, DISK]', hard memory.available hard nodefs.inodesFree",
        "0:memory.available=50 10:pid.available=5, [MEMORY], ''", // not measured
    })
    void shortagesAreSeenShownAndActedUpon(String story, String pressures, String due) {
        Assessment assessment = Assessment.NOTHING;
        for (String look : story.split(" ")) {
            String[] parts = look.split(":");
            assessment = assessment.next(
                    SETTINGS.thresholds(),
                    observations(parts[1]),
                    SETTINGS.transitionPeriod(),
                    START.plusSeconds(Long.parseLong(parts[0])));
        }

        assertThat(assessment.pressures().toString()).isEqualTo(pressures);
        assertThat(assessment.due().stream()
                        .map(threshold -> (threshold.hard() ? "hard " : "soft ")
                                + threshold.signal().title())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(due);
    }

    private static Map<Signal, Observation> observations(String text) {
        Map<Signal, Observation> seen = new EnumMap<>(Signal.class);
        for (String one : text.split(";")) {
            String[] parts = one.split("=");
            Signal signal = Signal.named(parts[0]).orElseThrow();
            long unit = signal == Signal.NODE_INODES_FREE ? 1 : 1 << 20;
            seen.put(signal, new Observation(Long.parseLong(parts[1]) * unit, 1000 * unit));
        }
        return seen;
    }

    @ParameterizedTest
    @CsvSource({
        "nodefs.available=500, false",
        "nodefs.available=599, false",
        "nodefs.available=600, true",
        "pid.available=1, true"
    })
    void aShortageIsOverWhenEnoughWasReclaimed(String seen, boolean relieved) {
        assertThat(Assessment.isRelieved(SETTINGS.thresholds(), observations(seen)))
                .isEqualTo(relieved);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory.available | '' | '' | expected <signal><<value>",
                "cpu.available<1 | '' | '' | unsupported eviction signal cpu.available",
                "memory.available<lots | '' | '' | neither a quantity nor a percentage",
                "memory.available<101% | '' | '' | between 0 and 100%",
                "memory.available<1,memory.available<2 | '' | '' | given twice",
                "'' | memory.available<1Gi | '' | grace period must be specified",
                "'' | memory.available<1Gi | memory.available=soon | no duration",
                "'' | memory.available<1Gi | memory.available=0s | longer than nothing",
            })
    void settingsThatCannotBeMeantAreRefused(String hard, String soft, String grace, String error) {
        assertThatThrownBy(() -> EvictionSettings.of(hard, soft, grace, "", Duration.ZERO, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(error);
    }
}
