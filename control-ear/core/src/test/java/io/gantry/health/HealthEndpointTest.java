package io.gantry.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.health.HealthEndpoint.Report;
import io.gantry.telemetry.HealthMeter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {

    private static final HealthCheck WELL = HealthCheck.PING;
    private static final HealthCheck ILL = new HealthCheck("database", () -> Optional.of("connection refused"));

    private final HealthEndpoint well = new HealthEndpoint("readyz", List.of(WELL), new HealthMeter());
    private final HealthEndpoint ill = new HealthEndpoint("readyz", List.of(WELL, ILL), new HealthMeter());

    @Test
    void isShortWhenAllIsWell() {
        assertThat(well.report("", Map.of())).isEqualTo(new Report(200, "ok"));
    }

    @Test
    void listsChecksWhenAsked() {
        assertThat(well.report("", Map.of("verbose", List.of(""))))
                .isEqualTo(new Report(200, "[+]ping ok\nreadyz check passed\n"));
    }

    @Test
    void listsChecksButNoReasonsOnFailure() {
        assertThat(ill.report("", Map.of()))
                .isEqualTo(new Report(500, "[+]ping ok\n[-]database failed: reason withheld\nreadyz check failed\n"));
    }

    @Test
    void leavesOutWhatIsExcluded() {
        assertThat(ill.report("", Map.of("exclude", List.of("database")))).isEqualTo(new Report(200, "ok"));
    }

    @Test
    void tellsOfExclusionsThatExcludeNothing() {
        assertThat(well.report("", Map.of("verbose", List.of(""), "exclude", List.of("etcd", "a"))))
                .isEqualTo(new Report(
                        200,
                        "[+]ping ok\nwarn: some health checks cannot be excluded: no matches for \"a\",\"etcd\"\n"
                                + "readyz check passed\n"));
    }

    @Test
    void answersForOneCheck() {
        assertThat(ill.report("ping", Map.of()).code()).isEqualTo(200);
        assertThat(ill.report("database", Map.of()).code()).isEqualTo(500);
        assertThat(ill.report("nothing", Map.of()).code()).isEqualTo(404);
    }
}
