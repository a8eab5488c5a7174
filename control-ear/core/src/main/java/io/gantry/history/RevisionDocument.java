package io.gantry.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.store.LoggedWrite;
import io.gantry.store.StoreEvent;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Shows one write as an object of kind Revision. Pure. */
final class RevisionDocument {

    private static final int SHOWN_CHANGES = 200;

    private final HiddenValues hidden;

    RevisionDocument(HiddenValues hidden) {
        this.hidden = hidden;
    }

    /**
     * @param kind of the document
     * @param definition of the written object
     * @param before the state that the write replaced; empty when there was none, or when it is no longer known
     */
    ObjectNode of(String kind, LoggedWrite write, ResourceDefinition definition, Optional<ApiObject> before) {
        ApiObject object = write.event().object();
        ObjectNode document = Json.object().put("kind", kind).put("apiVersion", HistoryKinds.API_VERSION);
        ObjectNode metadata = document.putObject("metadata");
        metadata.put("name", Long.toString(write.revision()));
        if (!object.namespace().isEmpty()) {
            metadata.put("namespace", object.namespace());
        }
        metadata.put(
                "creationTimestamp",
                write.time().truncatedTo(ChronoUnit.SECONDS).toString());
        document.putObject("object")
                .put("resource", definition.groupResource().toString())
                .put("apiVersion", definition.apiVersion())
                .put("kind", definition.kind())
                .put("name", object.name())
                .put("uid", object.uid());
        document.put("verb", verb(write));
        document.put("user", write.origin().user());
        document.put("agent", write.origin().agent());
        if (write.previous() > 0) {
            document.put("previous", Long.toString(write.previous()));
        }
        putChanges(document, write, before);
        return document;
    }

    /** As authorizers spell it; what is not known is read off the write itself. */
    private static String verb(LoggedWrite write) {
        if (!write.origin().verb().isEmpty() && !(write.event() instanceof StoreEvent.Removed)) {
            return write.origin().verb();
        }
        return switch (write.event()) {
            case StoreEvent.Created created -> "create";
            case StoreEvent.Updated updated -> "update";
            case StoreEvent.Removed removed -> "delete";
        };
    }

    private void putChanges(ObjectNode document, LoggedWrite write, Optional<ApiObject> before) {
        ArrayNode list = document.putArray("changes");
        if (!(write.event() instanceof StoreEvent.Updated)) {
            return;
        }
        if (before.isEmpty()) {
            document.put("note", "the state before is older than history is kept");
            return;
        }
        ObjectKey key = write.event().key();
        List<Change> changes = hidden.in(
                key.resource(),
                Differences.between(before.get().json(), write.event().object().json()));
        changes.stream().limit(SHOWN_CHANGES).map(Change::json).forEach(list::add);
        document.put("summary", summary(changes));
        if (changes.size() > SHOWN_CHANGES) {
            document.put("note", "of " + changes.size() + " changes the first " + SHOWN_CHANGES);
        }
    }

    private static String summary(List<Change> changes) {
        if (changes.isEmpty()) {
            return "";
        }
        Change first = changes.stream()
                .filter(change ->
                        !change.path().startsWith("metadata.") && !change.path().startsWith("status."))
                .findFirst()
                .orElse(changes.getFirst());
        return changes.size() == 1 ? first.text() : first.text() + " (+" + (changes.size() - 1) + ")";
    }

    /** The object as the write left it. */
    JsonNode state(LoggedWrite write, ResourceDefinition definition) {
        if (write.event() instanceof StoreEvent.Removed) {
            return MissingNode.getInstance();
        }
        ApiObject object = write.event().object();
        return hidden.in(object.key().resource(), definition.strategy().fromStored(object.copy()));
    }
}
