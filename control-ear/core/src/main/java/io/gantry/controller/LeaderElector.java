package io.gantry.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Competes for one lease and tells when leadership begins and ends. Call {@link #tick} every {@link LeaderElection#RETRY_PERIOD}. */
public final class LeaderElector {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderElector.class);
    /** Where the leases are. */
    public static final String NAMESPACE = "kube-system";

    /** Takes part when leadership begins and ends. */
    public interface Follower {

        /**
         * This process leads from now on.
         *
         * @param revision of the write that won
         */
        void lead(long revision);

        /** This process leads no longer, or could not begin to. */
        void resign();
    }

    private final LeaderElection election;
    private final ObjectKey lease;
    private final ObjectWriter writer;
    private final Follower follower;
    private LeaderElection.Sighting sighting = LeaderElection.Sighting.NONE;
    private Optional<Instant> renewed = Optional.empty();

    public LeaderElector(LeaderElection election, String leaseName, ObjectWriter writer, Follower follower) {
        this.election = election;
        this.lease = new ObjectKey(ResourceNames.LEASES, NAMESPACE, leaseName);
        this.writer = writer;
        this.follower = follower;
    }

    public synchronized boolean isLeader() {
        return renewed.isPresent();
    }

    /** Renews or tries to win; a refusal or failure of the store counts as not renewed. */
    public synchronized void tick(Instant now) {
        try {
            Optional<ApiObject> won = claim(now);
            if (won.isPresent()) {
                keep(now, won.get().revision());
            } else {
                resign("another leads");
            }
        } catch (RuntimeException failure) {
            LOG.warn("lease={} renew=failed cause=\"{}\"", lease.name(), failure.getMessage());
            if (renewed.isPresent()
                    && renewed.get().plus(LeaderElection.RENEW_DEADLINE).isBefore(now)) {
                resign("the lease could not be renewed");
            }
        }
    }

    /** Steps down at once, so that another may take over without waiting. */
    public synchronized void release(Instant now) {
        if (renewed.isEmpty()) {
            return;
        }
        resign("shutting down");
        try {
            writer.update(lease, object -> {
                election.release(object.path("spec"), now).ifPresent(spec -> object.set("spec", spec));
                return object;
            });
        } catch (RuntimeException failure) {
            LOG.warn("lease={} release=failed cause=\"{}\"", lease.name(), failure.getMessage());
        }
    }

    private Optional<ApiObject> claim(Instant now) {
        try {
            boolean[] claimed = new boolean[1];
            ApiObject written = writer.update(lease, object -> {
                sighting = sighting.see(object.path("spec"), now);
                Optional<ObjectNode> spec = election.claim(object.path("spec"), sighting, now);
                claimed[0] = spec.isPresent();
                spec.ifPresent(wanted -> object.set("spec", wanted));
                return object;
            });
            return claimed[0] ? Optional.of(written) : Optional.empty();
        } catch (StatusException refusal) {
            if (!refusal.reason().equals("NotFound")) {
                throw refusal;
            }
            return Optional.of(create(now));
        }
    }

    private ApiObject create(Instant now) {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("name", lease.name()).put("namespace", NAMESPACE);
        object.set(
                "spec",
                election.claim(Json.object(), LeaderElection.Sighting.NONE, now).orElseThrow());
        return writer.create(ResourceNames.LEASES, object);
    }

    private void keep(Instant now, long revision) {
        if (renewed.isEmpty()) {
            begin(revision);
            LOG.info("lease={} leader={} state=leading", lease.name(), election.identity());
        }
        renewed = Optional.of(now);
    }

    /** A follower that cannot begin is asked again with the next renewal: else the lease would be held and nobody lead. */
    private void begin(long revision) {
        try {
            follower.lead(revision);
        } catch (RuntimeException failure) {
            follower.resign();
            throw failure;
        }
    }

    private void resign(String why) {
        if (renewed.isEmpty()) {
            return;
        }
        renewed = Optional.empty();
        LOG.info("lease={} leader={} state=resigned cause=\"{}\"", lease.name(), election.identity(), why);
        follower.resign();
    }
}
