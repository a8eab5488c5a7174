package io.gantry.controller.ephemeral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.OwnerReferences;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.BytePattern;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.storage.StorageNames;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Makes the claims of generic ephemeral volumes (KEP-1698): each is named for pod and volume, and goes with its pod. */
public final class EphemeralVolumeController implements Controller {

    private static final BytePattern FIELD = new BytePattern("\"ephemeral\":{");

    @Override
    public String name() {
        return "ephemeral_volume";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(ResourceNames.PODS, (event, view) -> added(event))
                .on(StorageNames.CLAIMS, (event, view) -> owner(event));
    }

    private static Collection<ObjectKey> added(CacheEvent event) {
        // volumes of a pod never change
        return event instanceof CacheEvent.Added && mayHaveVolumes(event.object())
                ? List.of(event.object().key())
                : List.of();
    }

    /** A look at the bytes spares reading every new pod: next to none has such a volume. */
    private static boolean mayHaveVolumes(ApiObject pod) {
        return FIELD.isIn(pod.encoded());
    }

    private static Collection<ObjectKey> owner(CacheEvent event) {
        return event instanceof CacheEvent.Deleted
                ? OwnerReferences.controllerKey(event.object(), ResourceNames.PODS, "Pod").stream()
                        .toList()
                : List.of();
    }

    private static List<ObjectNode> volumes(ApiObject pod) {
        return Nodes.objects(pod.spec(), "volumes").stream()
                .filter(volume -> Nodes.has(volume, "ephemeral"))
                .toList();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .filter(pod -> !pod.isBeingDeleted())
                .map(pod -> plan(pod, view))
                .orElse(Plan.NOTHING);
    }

    private Plan plan(ApiObject pod, ClusterView view) {
        Plan.Builder plan = Plan.builder().onFailure((failed, why) -> refusal(pod, failed, why));
        for (ObjectNode volume : volumes(pod)) {
            String name = pod.name() + "-" + Nodes.text(volume, "name");
            Optional<ApiObject> present = view.get(new ObjectKey(StorageNames.CLAIMS, pod.namespace(), name));
            if (present.isEmpty()) {
                plan.add(new Change.Create(StorageNames.CLAIMS, claim(pod, volume, name)));
            } else if (!OwnerReferences.isControlledBy(present.get(), pod)) {
                return plan.event(failure(
                                pod,
                                Nodes.text(volume, "name"),
                                "PVC " + present.get().namespace() + "/" + name + " was not created for pod "
                                        + pod.namespace() + "/" + pod.name() + " (pod is not owner)"))
                        .build();
            }
        }
        return plan.build();
    }

    private List<Change> refusal(ApiObject pod, Change failed, RuntimeException why) {
        if (Plan.isOutrun(why) || !(failed instanceof Change.Create create)) {
            return List.of();
        }
        String claim = Nodes.text(create.object().path("metadata"), "name");
        return List.of(new Change.RecordEvent(failure(
                pod, claim.substring(pod.name().length() + 1), "create PVC " + claim + ": " + why.getMessage())));
    }

    private EventDraft failure(ApiObject pod, String volume, String why) {
        return EventDraft.warning(pod, name(), "FailedBinding", "ephemeral volume " + volume + ": " + why);
    }

    private static ObjectNode claim(ApiObject pod, JsonNode volume, String name) {
        JsonNode template = volume.path("ephemeral").path("volumeClaimTemplate");
        ObjectNode claim = Json.object();
        ObjectNode metadata = claim.putObject("metadata").put("name", name).put("namespace", pod.namespace());
        for (String field : List.of("annotations", "labels")) {
            if (Nodes.has(template.path("metadata"), field)) {
                metadata.set(field, template.path("metadata").path(field).deepCopy());
            }
        }
        OwnerReferences.add(claim, OwnerReferences.controller(pod));
        claim.set("spec", Nodes.copy(template.path("spec")));
        return claim;
    }
}
