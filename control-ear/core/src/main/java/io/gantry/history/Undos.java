package io.gantry.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.registry.Registry;
import io.gantry.registry.Surface;
import io.gantry.registry.WriteContext;
import io.gantry.resource.Operation;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import io.gantry.store.History;
import io.gantry.store.LoggedWrite;
import io.gantry.store.ObjectStore;
import io.gantry.store.Origin;
import io.gantry.store.StoreEvent;
import java.util.List;
import java.util.Optional;

/**
 * Puts an object back to an earlier state, by an ordinary write of the caller: {@code spec.revision} names the state, or {@code
 * spec.revert} the write to be taken back. What was deleted is created again.
 */
final class Undos implements Operation {

    private static final String MANAGER = "gantry-undo";

    private final HistoryKinds.Extent extent;
    private final Resources resources;
    private final Registry registry;
    private final ObjectStore store;
    private final ClusterView view;
    private final Rights rights;

    Undos(
            HistoryKinds.Extent extent,
            Resources resources,
            Registry registry,
            ObjectStore store,
            ClusterView view,
            Rights rights) {
        this.extent = extent;
        this.resources = resources;
        this.registry = registry;
        this.store = store;
        this.view = view;
        this.rights = rights;
    }

    @Override
    public ObjectNode run(ObjectNode undo, Circumstances circumstances) {
        ApiObject past = past(undo, circumstances.namespace());
        ObjectKey key = past.key();
        ResourceDefinition definition =
                resources.storedAs(key.resource()).orElseThrow(() -> gone(undo, past.revision()));
        rights.check(circumstances.user(), "get", definition, key);
        ObjectNode state = definition.strategy().fromStored(past.copy());
        WriteContext context = context(circumstances, past.revision());
        boolean exists = store.get(key).isPresent();
        rights.check(circumstances.user(), exists ? "update" : "create", definition, key);
        ApiObject written = exists
                ? registry.update(definition, key, Surface.MAIN, present -> back(definition, present, state), context)
                : registry.create(definition, key.namespace(), PastState.anew(state, this::lives), context);
        return answered(undo, definition, written, exists ? "updated" : "created", past.revision());
    }

    private static ObjectNode back(ResourceDefinition definition, ObjectNode present, ObjectNode state) {
        if (present.path("metadata").has("deletionTimestamp")) {
            throw StatusException.conflict(
                    definition.groupResource(),
                    present.path("metadata").path("name").asText(),
                    "the object is being deleted; undo the deletion when it is gone");
        }
        return PastState.over(present, state);
    }

    private static WriteContext context(Circumstances circumstances, long revision) {
        return new WriteContext(
                circumstances.user(),
                circumstances.dryRun(),
                circumstances.warnings(),
                MANAGER,
                (key, value) -> {},
                Json::object,
                new Origin(circumstances.user().username(), circumstances.agent(), "undo to " + revision));
    }

    private ApiObject past(ObjectNode undo, String namespace) {
        JsonNode spec = undo.path("spec");
        boolean reverts = Nodes.has(spec, "revert");
        String field = reverts ? "revert" : "revision";
        long asked = spec.path(field).asLong(0);
        FieldErrors errors = new FieldErrors();
        spec.fieldNames().forEachRemaining(name -> {
            if (!name.equals("revert") && !name.equals("revision")) {
                errors.forbidden("spec." + name, "is not a field of an undo");
            }
        });
        if (reverts && Nodes.has(spec, "revision")) {
            errors.forbidden("spec.revision", "may not be given with spec.revert");
        } else if (asked <= 0) {
            errors.required("spec.revision", "the revision to go back to, or spec.revert, the one to take back");
        }
        refuse(errors);
        LoggedWrite write = store.history()
                .at(asked)
                .filter(found -> place(namespace).holds(found.event().key().path()))
                .orElseThrow(() -> gone(undo, asked));
        return reverts ? before(undo, write) : write.event().object();
    }

    private History.Place place(String namespace) {
        return extent == HistoryKinds.Extent.NAMESPACES ? new History.Namespace(namespace) : new History.Cluster();
    }

    private ApiObject before(ObjectNode undo, LoggedWrite write) {
        if (write.event() instanceof StoreEvent.Created) {
            throw StatusException.badRequest("revision " + write.revision() + " created "
                    + write.event().key() + ": to take that back, delete the object");
        }
        return Optional.ofNullable(store.statesAt(List.of(write.previous())).get(write.previous()))
                .orElseThrow(() -> gone(undo, write.previous()));
    }

    private StatusException gone(ObjectNode undo, long revision) {
        return StatusException.notFound(extent.resource("revisions"), Long.toString(revision));
    }

    private void refuse(FieldErrors errors) {
        if (!errors.isEmpty()) {
            throw StatusException.invalid(HistoryKinds.GROUP, extent.kind("Undo"), "", errors.list());
        }
    }

    /** Whether an owner is still the one that the object had. */
    private boolean lives(JsonNode owner) {
        String uid = Nodes.text(owner, "uid");
        return resources
                .ofKind(Nodes.text(owner, "apiVersion"), Nodes.text(owner, "kind"))
                .map(ResourceDefinition::storage)
                .stream()
                .flatMap(resource -> view.list(resource).stream())
                .anyMatch(object -> object.uid().equals(uid));
    }

    private static ObjectNode answered(
            ObjectNode undo, ResourceDefinition definition, ApiObject written, String action, long revision) {
        ObjectNode metadata = Nodes.child(undo, "metadata");
        metadata.put("name", written.name());
        if (!written.namespace().isEmpty()) {
            metadata.put("namespace", written.namespace());
        }
        ObjectNode status = Json.object().put("action", action).put("revision", Long.toString(revision));
        status.putObject("object")
                .put("apiVersion", definition.apiVersion())
                .put("kind", definition.kind())
                .put("name", written.name())
                .put("uid", written.uid())
                .put("resourceVersion", Long.toString(written.revision()));
        return undo.set("status", status);
    }
}
