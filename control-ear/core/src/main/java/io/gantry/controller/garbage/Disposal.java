package io.gantry.controller.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.model.OwnerReferences;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.DeleteOptions.Propagation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to become of one object, as its owners and dependents stand now. */
record Disposal(ApiObject object, ClusterView view, OwnerLookup lookup) {

    Plan plan() {
        if (Ownership.isOrphaning(object)) {
            return orphanDependents();
        }
        if (Ownership.isDeletedInForeground(object)) {
            return awaitDependents();
        }
        if (object.isBeingDeleted() || !Ownership.hasOwners(object)) {
            return Plan.NOTHING;
        }
        List<String> solid = uids(OwnerLookup.State.SOLID);
        List<String> dangling = uids(OwnerLookup.State.DANGLING);
        List<String> waiting = uids(OwnerLookup.State.WAITING);
        if (!solid.isEmpty()) {
            List<String> superfluous = new ArrayList<>(dangling);
            superfluous.addAll(waiting);
            return superfluous.isEmpty() ? Plan.NOTHING : Plan.of(withoutOwners(object, superfluous));
        }
        if (!waiting.isEmpty() && !view.dependents(object.uid()).isEmpty()) {
            return deleteInForeground();
        }
        return Plan.of(delete(presentPropagation()));
    }

    private List<String> uids(OwnerLookup.State state) {
        return Ownership.owners(object)
                .valueStream()
                .filter(reference -> lookup.state(object, reference) == state)
                .map(reference -> reference.path("uid").asText())
                .toList();
    }

    private Plan orphanDependents() {
        List<Change> releases = view.dependents(object.uid()).stream()
                .map(dependent -> withoutOwners(dependent, List.of(object.uid())))
                .toList();
        Plan.Builder plan = Plan.builder();
        if (!releases.isEmpty()) {
            plan.add(Change.Batch.together(releases));
        }
        return plan.add(withoutFinalizer(Ownership.ORPHAN)).build();
    }

    /** Dependents that do not block are deleted as well, but not waited for. */
    private Plan awaitDependents() {
        boolean blocked = view.dependents(object.uid()).stream()
                .flatMap(dependent -> Ownership.owners(dependent).valueStream())
                .anyMatch(reference -> reference.path("uid").asText().equals(object.uid())
                        && reference.path("blockOwnerDeletion").asBoolean());
        return blocked ? Plan.NOTHING : Plan.of(withoutFinalizer(Ownership.FOREGROUND));
    }

    /** A dependent that is deleted in the foreground too might wait for us: stop holding up our owners, lest they wait in a circle. */
    private Plan deleteInForeground() {
        boolean circle = view.dependents(object.uid()).stream().anyMatch(Ownership::isDeletedInForeground);
        return circle ? Plan.of(unblocked(), delete(Propagation.FOREGROUND)) : Plan.of(delete(Propagation.FOREGROUND));
    }

    private Propagation presentPropagation() {
        if (Ownership.hasFinalizer(object, Ownership.ORPHAN)) {
            return Propagation.ORPHAN;
        }
        return Ownership.hasFinalizer(object, Ownership.FOREGROUND) ? Propagation.FOREGROUND : Propagation.BACKGROUND;
    }

    private Change delete(Propagation propagation) {
        return new Change.Delete(
                object.key(),
                new DeleteOptions(
                        Optional.empty(), Optional.of(object.uid()), Optional.empty(), Optional.of(propagation)));
    }

    private static Change withoutOwners(ApiObject dependent, List<String> owners) {
        ObjectNode released = dependent.copy();
        owners.forEach(uid -> OwnerReferences.remove(released, uid));
        return new Change.Update(dependent, released);
    }

    private Change withoutFinalizer(String finalizer) {
        ObjectNode released = object.copy();
        ArrayNode kept = Json.MAPPER.createArrayNode();
        object.metadata().path("finalizers").forEach(present -> {
            if (!present.asText().equals(finalizer)) {
                kept.add(present);
            }
        });
        released.withObject("/metadata").set("finalizers", kept);
        return new Change.Update(object, released);
    }

    private Change unblocked() {
        ObjectNode released = object.copy();
        for (JsonNode reference : released.path("metadata").path("ownerReferences")) {
            ((ObjectNode) reference).put("blockOwnerDeletion", false);
        }
        return new Change.Update(object, released);
    }
}
