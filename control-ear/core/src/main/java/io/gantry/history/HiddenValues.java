package io.gantry.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What history does not show: of confidential resources all but metadata and type. That a value changed is told, and nothing of what it
 * was or is.
 *
 * @param confidential for example secrets
 */
record HiddenValues(Set<GroupResource> confidential) {

    static final String HIDDEN = "(hidden)";

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    List<Change> in(GroupResource resource, List<Change> changes) {
        return confidential.contains(resource)
                ? changes.stream()
                        .map(change -> isOpen(change.path()) ? change : change.hidden())
                        .toList()
                : changes;
    }

    private static boolean isOpen(String path) {
        return (path.startsWith("metadata.") && !path.startsWith("metadata.annotations"))
                || path.equals("type")
                || path.equals("immutable");
    }

    /** A state as it may be shown; changed in place. */
    ObjectNode in(GroupResource resource, ObjectNode state) {
        if (!confidential.contains(resource)) {
            return state;
        }
        if (state.path("metadata").get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(LAST_APPLIED);
            hide(annotations);
        }
        state.properties().forEach(field -> {
            if (!Set.of("kind", "apiVersion", "metadata", "type", "immutable").contains(field.getKey())) {
                hide(field.getValue());
            }
        });
        return state;
    }

    private static void hide(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names =
                    object.properties().stream().map(Map.Entry::getKey).toList();
            names.forEach(name -> object.put(name, HIDDEN));
        }
    }
}
