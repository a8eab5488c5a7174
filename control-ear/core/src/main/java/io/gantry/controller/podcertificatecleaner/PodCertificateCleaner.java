package io.gantry.controller.podcertificatecleaner;

import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;

/** Deletes requests for certificates of pods a quarter of an hour after they were made: by then the node has its answer, or asks anew. */
public final class PodCertificateCleaner implements Controller {

    private static final GroupResource REQUESTS = new GroupResource("certificates.k8s.io", "podcertificaterequests");
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    @Override
    public String name() {
        return "podcertificaterequest-cleaner";
    }

    @Override
    public Watches watches() {
        return Watches.none().own(REQUESTS);
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .filter(request -> !request.isBeingDeleted())
                .map(request -> Plan.deleteAt(request.creationTime().plus(LIFETIME), request, now))
                .orElse(Plan.NOTHING);
    }
}
