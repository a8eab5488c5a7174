package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.store.Decision;
import io.gantry.store.KeyExistsException;
import io.gantry.store.KeyMissingException;
import io.gantry.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Claims that are unique over all instances: each is one key of the store, written before the object that needs it. A writer
 * that dies in between leaves a claim without owner; whoever runs into it a minute later takes it over.
 */
final class Reservations {

    /** Where claims are stored; no definition serves it. */
    static final GroupResource RESOURCE = new GroupResource("internal.gantry.io", "reservations");

    private static final Duration WRITE_IN_PROGRESS = Duration.ofMinutes(1);

    private final ObjectStore store;
    private final InstantSource clock;

    Reservations(ObjectStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Claims something for an object; false when another has it. */
    boolean take(ResourceDefinition definition, String claim, ObjectKey owner, String ownerUid) {
        ObjectKey key = key(definition, claim);
        ObjectNode reservation = reservation(key.name(), owner, ownerUid);
        try {
            store.create(key, reservation);
            return true;
        } catch (KeyExistsException e) {
            return takeOver(definition, claim, key, reservation, ownerUid);
        }
    }

    /** Gives up claims; those that another has taken over stay. */
    void release(ResourceDefinition definition, Set<String> claims, String ownerUid) {
        for (String claim : claims) {
            try {
                store.update(
                        key(definition, claim),
                        present -> uid(present).equals(ownerUid)
                                ? new Decision.Remove(present.copy())
                                : new Decision.Keep());
            } catch (KeyMissingException e) {
                continue;
            }
        }
    }

    private boolean takeOver(
            ResourceDefinition definition, String claim, ObjectKey key, ObjectNode reservation, String ownerUid) {
        Optional<ApiObject> abandoned = store.get(key).filter(found -> isAbandoned(definition, claim, found));
        if (abandoned.isEmpty()) {
            return false;
        }
        try {
            ApiObject after = store.update(
                    key,
                    present -> present.revision() == abandoned.get().revision()
                            ? new Decision.Write(reservation)
                            : new Decision.Keep());
            return uid(after).equals(ownerUid);
        } catch (KeyMissingException e) {
            return false;
        }
    }

    private boolean isAbandoned(ResourceDefinition definition, String claim, ApiObject reservation) {
        Instant taken = Instant.parse(reservation.spec().path("taken").asText());
        if (taken.plus(WRITE_IN_PROGRESS).isAfter(clock.instant())) {
            return false;
        }
        ObjectKey owner = ObjectKey.parse(reservation.spec().path("owner").asText());
        return store.get(owner)
                .filter(object -> object.uid().equals(uid(reservation)))
                .filter(object -> claims(definition, object).contains(claim))
                .isEmpty();
    }

    private static Set<String> claims(ResourceDefinition definition, ApiObject object) {
        return definition
                .strategy()
                .allocation()
                .map(allocation -> allocation.claims(definition.strategy().fromStored(object.copy())))
                .orElse(Set.of());
    }

    private static String uid(ApiObject reservation) {
        JsonNode spec = reservation.spec();
        return spec.path("ownerUid").asText();
    }

    private ObjectNode reservation(String name, ObjectKey owner, String ownerUid) {
        ObjectNode reservation = Json.object().put("kind", "Reservation").put("apiVersion", RESOURCE.group() + "/v1");
        reservation
                .putObject("metadata")
                .put("name", name)
                .put("creationTimestamp", SystemFields.timestamp(clock.instant()));
        reservation
                .putObject("spec")
                .put("owner", owner.path())
                .put("ownerUid", ownerUid)
                .put("taken", clock.instant().toString());
        return reservation;
    }

    private static ObjectKey key(ResourceDefinition definition, String claim) {
        return ObjectKey.cluster(RESOURCE, definition.storage() + "." + claim);
    }
}
