package io.gantry.agent.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {

    @ParameterizedTest
    @CsvSource({"'stopping\n', true", "'running\n', false", "'degraded\n', false", "'', false"})
    void systemdTells(String said, boolean stops) {
        assertThat(Machine.systemdStops(said)).isEqualTo(stops);
    }

    @ParameterizedTest
    @CsvSource({"'2 0\n', true", "'5 6\n', true", "'N 5\n', false", "'unknown\n', false", "'', false"})
    void otherwiseTheRunLevelDoes(String said, boolean halts) {
        assertThat(Machine.halts(said)).isEqualTo(halts);
    }
}
