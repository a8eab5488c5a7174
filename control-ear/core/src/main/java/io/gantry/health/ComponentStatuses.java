package io.gantry.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.Source;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the parts of the control plane are, as {@code kubectl get componentstatuses} shows them (core/v1 ComponentStatus, deprecated since
 * 1.19). They are asked when somebody asks, and have neither labels nor revisions.
 *
 * @param components what is shown, by name
 */
public record ComponentStatuses(List<HealthCheck> components) implements Source {

    /** Of a server without parts. */
    public static final ComponentStatuses NONE = new ComponentStatuses(List.of());

    private static final GroupResource RESOURCE = new GroupResource("", "componentstatuses");

    /** As upstream calls them when there is none. */
    private static final GroupResource UNKNOWN = new GroupResource("", "componentstatus");

    /** That they have none is how they answer selectors of labels. */
    @Override
    public boolean labelled() {
        return true;
    }

    @Override
    public ApiObject get(String name, Question question) {
        return components.stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .map(ComponentStatuses::status)
                .orElseThrow(() -> StatusException.notFound(UNKNOWN, name));
    }

    @Override
    public Found list(Question question) {
        List<ApiObject> found = components.stream()
                .filter(_ -> question.labels().matches(Map.of()))
                .filter(component -> question.fields().matches(_ -> component.name()))
                .map(ComponentStatuses::status)
                .toList();
        return new Found(found, 0, Optional.empty());
    }

    private static ApiObject status(HealthCheck component) {
        Optional<String> failure = component.failure().get();
        ObjectNode document = Json.object().put("kind", "ComponentStatus").put("apiVersion", "v1");
        document.putObject("metadata").put("name", component.name());
        ObjectNode condition = document.putArray("conditions").addObject();
        condition.put("type", "Healthy").put("status", failure.isEmpty() ? "True" : "False");
        condition.put("message", failure.isEmpty() ? "ok" : "");
        failure.ifPresent(error -> condition.put("error", error));
        return ApiObject.of(ObjectKey.cluster(RESOURCE, component.name()), 0, ApiObject.document(document));
    }
}
