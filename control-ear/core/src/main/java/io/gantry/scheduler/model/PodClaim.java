package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;
import java.util.ArrayList;
import java.util.List;

/** A claim that a volume of a pod stands for, in the pod's namespace. */
public record PodClaim(String name, Origin origin) {

    /** Who makes the claim. */
    public enum Origin {
        /** It is there by itself. */
        NAMED,
        /** It is made for the pod, which must own it. */
        EPHEMERAL
    }

    /** Its key, in the namespace of the pod. */
    public ObjectKey key(String namespace) {
        return new ObjectKey(StorageNames.CLAIMS, namespace, name);
    }

    static List<PodClaim> of(ApiObject pod) {
        JsonNode volumes = pod.spec().path("volumes");
        if (volumes.isEmpty()) {
            return List.of();
        }
        List<PodClaim> claims = new ArrayList<>();
        for (JsonNode volume : volumes) {
            Origin origin = volume.hasNonNull("ephemeral") ? Origin.EPHEMERAL : Origin.NAMED;
            PersistentVolumeClaim.nameIn(pod, volume).ifPresent(name -> claims.add(new PodClaim(name, origin)));
        }
        return List.copyOf(claims);
    }
}
