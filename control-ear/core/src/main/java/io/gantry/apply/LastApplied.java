package io.gantry.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ServerSideApply.Merging;
import io.gantry.apply.ServerSideApply.OnConflict;
import io.gantry.apply.ServerSideApply.Owned;
import io.gantry.managedfields.FieldSet;
import io.gantry.object.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Helps users of kubectl over from client-side apply: what its annotation shows to be applied already is no conflict, and the
 * annotation follows what is applied. Another name than {@code kubectl} opts out.
 *
 * @param apply the merge
 * @param merging what is applied, laid over the object
 * @param config what is applied
 */
record LastApplied(ServerSideApply apply, Merging merging, ObjectNode config) {

    private static final String KUBECTL = "kubectl";
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final int ANNOTATIONS_LIMIT = 256 * 1024;

    Owned applied(OnConflict onConflict, Instant now) {
        if (onConflict == OnConflict.REFUSE) {
            refuse(merging.conflicts());
        }
        Owned forced = merging.forced(now);
        return isKubectl() ? followed(forced) : forced;
    }

    private boolean isKubectl() {
        return apply.writer().manager().equals(KUBECTL);
    }

    private void refuse(List<Conflict> conflicts) {
        if (conflicts.isEmpty()) {
            return;
        }
        FieldSet allowed = isKubectl() ? unchangedSinceApplied() : FieldSet.EMPTY;
        List<Conflict> left = conflicts.stream()
                .filter(conflict -> !allowed.has(conflict.path()))
                .toList();
        if (!left.isEmpty()) {
            throw Conflicts.refusal(left);
        }
    }

    /** What the annotation says was applied and still is as it was. */
    private FieldSet unchangedSinceApplied() {
        Optional<ObjectNode> last = lastApplied();
        if (last.isEmpty()) {
            return FieldSet.EMPTY;
        }
        Comparison since =
                Comparison.of(apply.type(), last.get(), merging.live().object());
        return ValueFields.of(apply.type(), last.get())
                .difference(since.modified())
                .difference(since.added())
                .difference(since.removed());
    }

    private Optional<ObjectNode> lastApplied() {
        String text = annotation(merging.live().object());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.MAPPER.readTree(text))
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast)
                    .filter(object -> object.path("apiVersion")
                            .asText("")
                            .equals(apply.writer().apiVersion()))
                    .filter(object -> TypeCheck.problem(apply.type(), object).isEmpty());
        } catch (JsonProcessingException e) {
            // what a client wrote there may be anything; without it all conflicts count
            return Optional.empty();
        }
    }

    private static String annotation(ObjectNode object) {
        return object.path("metadata").path("annotations").path(ANNOTATION).asText("");
    }

    /** Keeps an annotation that is there in step, so that client-side apply may be used again. */
    private Owned followed(Owned after) {
        if (annotation(after.object()).isEmpty()) {
            return after;
        }
        ObjectNode object = after.object().deepCopy();
        ObjectNode annotations = (ObjectNode) object.path("metadata").path("annotations");
        annotations.put(ANNOTATION, configText());
        if (size(annotations) > ANNOTATIONS_LIMIT) {
            annotations.remove(ANNOTATION);
        }
        return new Owned(object, after.managed());
    }

    private String configText() {
        ObjectNode applied = config.deepCopy();
        if (applied.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ANNOTATION);
            if (annotations.isEmpty()) {
                ((ObjectNode) applied.get("metadata")).remove("annotations");
            }
        }
        return new String(Json.write(applied), StandardCharsets.UTF_8) + "\n";
    }

    private static long size(JsonNode annotations) {
        long size = 0;
        for (var entry : annotations.properties()) {
            size += entry.getKey().getBytes(StandardCharsets.UTF_8).length
                    + entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }
}
