package io.gantry.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusMatchTest {

    private static final ObjectNode REPORTED = json("""
            {"capacity": {"cpu": "2"},
             "conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady", "lastHeartbeatTime": "2026-03-01T10:00:00Z"}],
             "addresses": [{"type": "InternalIP", "address": "10.0.0.1"}],
             "daemonEndpoints": {"kubeletEndpoint": {"Port": 0}},
             "nodeInfo": {"kubeProxyVersion": ""},
             "images": [{"names": ["a"], "sizeBytes": 4000000000}]}
            """);

    @Test
    void whatOthersAddAndWhatIsLeftOutAreNoDifference() {
        ObjectNode shown = json("""
                {"capacity": {"cpu": "2", "example.com/dongle": "1"},
                 "conditions": [{"type": "Ours", "status": "True"},
                    {"type": "Ready", "status": "True", "reason": "KubeletReady", "lastHeartbeatTime": "2026-03-01T09:00:00Z"}],
                 "addresses": [{"type": "InternalIP", "address": "10.0.0.1"}],
                 "nodeInfo": {}, "volumesInUse": ["v"],
                 "images": [{"names": ["a"], "sizeBytes": 4000000000}]}
                """);

        assertThat(StatusMatch.shows(shown, REPORTED)).isTrue();
        assertThat(StatusMatch.shows(REPORTED, REPORTED)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"conditions\": [{\"type\": \"Ready\", \"status\": \"Unknown\", \"reason\": \"NodeStatusUnknown\"}]}",
                "{\"conditions\": []}",
                "{\"capacity\": {\"cpu\": \"4\"}}",
                "{\"addresses\": []}",
                "{\"addresses\": [{\"type\": \"InternalIP\", \"address\": \"10.0.0.9\"}]}",
                "{\"images\": [{\"names\": [\"a\"], \"sizeBytes\": 1}]}",
                "{\"daemonEndpoints\": {\"kubeletEndpoint\": {\"Port\": 10250}}}"
            })
    void whatIsShownOtherwiseIsFound(String otherwise) {
        ObjectNode shown = REPORTED.deepCopy();
        shown.setAll(json(otherwise));

        assertThat(StatusMatch.shows(shown, REPORTED)).isFalse();
    }

    private static ObjectNode json(String text) {
        return Json.read(text);
    }
}
