package io.gantry.controller.tokencleaner;

import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Deletes bootstrap tokens that have ended. */
public final class BootstrapTokenCleaner implements Controller {

    private static final String NAMESPACE = "kube-system";
    private static final String TYPE = "bootstrap.kubernetes.io/token";

    @Override
    public String name() {
        return "token-cleaner";
    }

    @Override
    public Watches watches() {
        return Watches.none().on(ResourceNames.SECRETS, (event, view) -> {
            ObjectKey key = event.object().key();
            return key.namespace().equals(NAMESPACE) ? List.of(key) : List.of();
        });
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .filter(secret -> Nodes.text(secret.json(), "type").equals(TYPE) && !secret.isBeingDeleted())
                .flatMap(secret -> end(secret).map(end -> Plan.deleteAt(end, secret, now)))
                .orElse(Plan.NOTHING);
    }

    /** When the token ends; a time that cannot be read counts as past, as for its authentication. */
    private static Optional<Instant> end(ApiObject secret) {
        String encoded = Nodes.text(secret.json().path("data"), "expiration");
        if (encoded.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.of(Instant.EPOCH);
        }
    }
}
