package io.gantry.authentication;

import io.gantry.authentication.ServiceAccountClaims.BoundObject;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Finds what tokens depend on, as long as it is not deleted. */
record LivingObjects(ClusterView view, InstantSource clock) {

    static final GroupResource ACCOUNTS = new GroupResource("", "serviceaccounts");

    /** An object that lives and is still the same one. */
    Optional<ApiObject> find(ObjectKey key, String uid) {
        return view.get(key).filter(object -> object.uid().equals(uid) && !isGone(object));
    }

    /** A pod that is asked to stop may use its token until it must have stopped. */
    private boolean isGone(ApiObject object) {
        String deletion = Nodes.text(object.metadata(), "deletionTimestamp");
        return !deletion.isEmpty()
                && Instant.parse(deletion).isBefore(clock.instant().minus(ServiceAccountTokens.LEEWAY));
    }

    static ObjectKey key(String namespace, BoundObject bound) {
        return switch (bound.kind()) {
            case "Node" -> ObjectKey.cluster(new GroupResource("", "nodes"), bound.name());
            case "Secret" -> new ObjectKey(new GroupResource("", "secrets"), namespace, bound.name());
            case "Pod" -> new ObjectKey(new GroupResource("", "pods"), namespace, bound.name());
            default -> throw new IllegalArgumentException("tokens are not bound to " + bound.kind());
        };
    }
}
