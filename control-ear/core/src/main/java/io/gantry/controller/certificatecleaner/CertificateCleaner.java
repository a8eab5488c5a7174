package io.gantry.controller.certificatecleaner;

import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.Conditions;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Deletes certificate signing requests that are done with: decided an hour ago, or waiting for a day. */
public final class CertificateCleaner implements Controller {

    private static final GroupResource REQUESTS =
            new GroupResource("certificates.k8s.io", "certificatesigningrequests");
    private static final Duration DECIDED = Duration.ofHours(1);
    private static final Duration PENDING = Duration.ofHours(24);

    @Override
    public String name() {
        return "certificate-cleaner";
    }

    @Override
    public Watches watches() {
        return Watches.none().own(REQUESTS);
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .filter(request -> !request.isBeingDeleted())
                .flatMap(request -> end(request).map(end -> Plan.deleteAt(end, request, now)))
                .orElse(Plan.NOTHING);
    }

    /** Absent while a request is approved and its signer has yet to sign. */
    private static Optional<Instant> end(ApiObject request) {
        Conditions conditions = Conditions.of(request.status());
        boolean issued = !Nodes.text(request.status(), "certificate").isEmpty();
        if (conditions.isTrue("Denied")) {
            return decided(conditions, "Denied");
        }
        if (conditions.isTrue("Failed")) {
            return decided(conditions, "Failed");
        }
        if (conditions.isTrue("Approved")) {
            return issued ? decided(conditions, "Approved") : Optional.empty();
        }
        return Optional.of(request.creationTime().plus(PENDING));
    }

    private static Optional<Instant> decided(Conditions conditions, String type) {
        return conditions
                .find(type)
                .map(condition -> Nodes.text(condition, "lastUpdateTime"))
                .filter(time -> !time.isEmpty())
                .map(time -> Instant.parse(time).plus(DECIDED));
    }
}
