package io.gantry.controller.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrategyTest {

    @ParameterizedTest
    @CsvSource({
        // replicas, surge, unavailable -> surge, unavailable
        "10, 25%,  25%, 3, 2",
        "4,  25%,  25%, 1, 1",
        "1,  25%,  25%, 1, 0",
        "2,  0,    1%,  0, 1",
        "1,  0,    1%,  0, 1",
        "2,  1%,   25%, 1, 0",
        "3,  5,    10,  5, 3",
        "0,  25%,  25%, 0, 0",
        "8,  100%, 0,   8, 0",
    })
    void surgeRoundsUpUnavailableRoundsDownAndNotBothAreZero(
            int replicas, String surge, String unavailable, int maxSurge, int maxUnavailable) {
        ObjectNode deployment =
                Json.read("{\"kind\": \"Deployment\", \"metadata\": {\"name\": \"d\", \"namespace\": \"n\"}}");
        deployment.withObject("/spec").put("replicas", replicas);
        ObjectNode rolling = deployment.withObject("/spec/strategy/rollingUpdate");
        put(rolling, "maxSurge", surge);
        put(rolling, "maxUnavailable", unavailable);

        Strategy strategy = Strategy.of(new FakeClusterView().put(deployment));

        assertThat(strategy).isEqualTo(new Strategy(true, maxSurge, maxUnavailable));
    }

    private static void put(ObjectNode node, String field, String value) {
        if (value.endsWith("%")) {
            node.put(field, value);
        } else {
            node.put(field, Integer.parseInt(value));
        }
    }

    @Test
    void recreateHasNoRoom() {
        ObjectNode deployment = Json.read("""
                {"kind": "Deployment", "metadata": {"name": "d", "namespace": "n"},
                 "spec": {"replicas": 5, "strategy": {"type": "Recreate"}}}
                """);

        assertThat(Strategy.of(new FakeClusterView().put(deployment))).isEqualTo(new Strategy(false, 0, 0));
    }
}
