package io.gantry.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.resource.Source.Question;
import io.gantry.selector.FieldSelector;
import io.gantry.selector.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComponentStatusesTest {

    private static final String WELL =
            "{\"kind\":\"ComponentStatus\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"scheduler\"},"
                    + "\"conditions\":[{\"type\":\"Healthy\",\"status\":\"True\",\"message\":\"ok\"}]}";
    private static final String ILL =
            "{\"kind\":\"ComponentStatus\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"postgresql\"},"
                    + "\"conditions\":[{\"type\":\"Healthy\",\"status\":\"False\",\"message\":\"\",\"error\":\"refused\"}]}";

    private final ComponentStatuses statuses = new ComponentStatuses(List.of(
            new HealthCheck("postgresql", () -> Optional.of("refused")),
            new HealthCheck("scheduler", Optional::empty)));

    private static Question question(String labels, String fields) {
        return new Question(
                UserInfo.SYSTEM,
                Optional.empty(),
                LabelSelector.parse(labels),
                FieldSelector.parse(fields),
                500,
                "",
                Map.of());
    }

    private List<String> names(String labels, String fields) {
        return statuses.list(question(labels, fields)).objects().stream()
                .map(ApiObject::name)
                .toList();
    }

    @Test
    void aComponentIsAskedWhenSomebodyAsks() {
        assertThat(statuses.get("scheduler", question("", "")).json()).hasToString(WELL);
        assertThat(statuses.get("postgresql", question("", "")).json()).hasToString(ILL);
        assertThatThrownBy(() -> statuses.get("etcd-0", question("", "")))
                .hasMessage("componentstatus \"etcd-0\" not found");
    }

    @Test
    void listsAnswerSelectors() {
        assertThat(names("", "")).containsExactly("postgresql", "scheduler");
        assertThat(names("", "metadata.name=scheduler")).containsExactly("scheduler");
        assertThat(names("tier=control-plane", "")).isEmpty();
    }
}
