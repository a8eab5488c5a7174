package io.gantry.controller.resourcequota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.SemanticJson;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.quota.Evaluator;
import io.gantry.quota.Evaluators;
import io.gantry.quota.Quota;
import io.gantry.quota.Recount;
import io.gantry.quota.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts a quota's limits in force, and counts anew what is used when objects go or change.
 *
 * <p>Admission charges a quota a moment before it stores the object. So that a count does not take back what is just being spent, it
 * waits until nothing has been charged for {@link #QUIET}; a quota that is used up is not charged, and is counted at once.
 */
public final class ResourceQuotaController implements Controller {

    private static final Duration QUIET = Duration.ofSeconds(1);

    /** For what no event tells: pods whose grace period is over. */
    private static final Duration RESYNC = Duration.ofMinutes(5);

    private final Map<ObjectKey, Seen> seen = new ConcurrentHashMap<>();

    /**
     * What was found of a quota at the last look.
     *
     * @param charged when it was last seen to have been charged
     */
    private record Seen(Usage used, Instant charged) {

        Seen now(Usage present, Instant now) {
            boolean risen = !present.growthSince(used).withoutZeros().isEmpty();
            return new Seen(present, risen ? now : charged);
        }
    }

    @Override
    public String name() {
        return "resourcequota-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none().own(Quota.RESOURCE).onEvery(List::of, ResourceQuotaController::counting);
    }

    private static Collection<ObjectKey> counting(CacheEvent event, ClusterView view) {
        ApiObject object = event.object();
        if (object.namespace().isEmpty()) {
            return List.of();
        }
        List<ApiObject> quotas = view.list(Quota.RESOURCE, object.namespace());
        if (quotas.isEmpty() || !concerns(event)) {
            return List.of();
        }
        return quotas.stream()
                .filter(quota -> limits(quota, object.key().resource()))
                .map(ApiObject::key)
                .toList();
    }

    private static boolean concerns(CacheEvent event) {
        Optional<Evaluator> evaluator = Evaluators.of(event.object().key().resource());
        return switch (event) {
            case CacheEvent.Added added -> evaluator.isPresent();
            case CacheEvent.Deleted deleted -> evaluator.isPresent();
            case CacheEvent.Modified modified ->
                evaluator.filter(found -> found.concerns(modified)).isPresent();
        };
    }

    private static boolean limits(ApiObject quota, GroupResource resource) {
        return Evaluators.of(resource)
                .filter(evaluator ->
                        quota.spec().path("hard").propertyStream().anyMatch(limit -> evaluator.counts(limit.getKey())))
                .isPresent();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> quota = view.get(key).filter(found -> !found.isBeingDeleted());
        if (quota.isEmpty()) {
            seen.remove(key);
            return Plan.NOTHING;
        }
        return reconcile(quota.get(), view, now);
    }

    private Plan reconcile(ApiObject quota, ClusterView view, Instant now) {
        Usage used = new Quota(quota.json()).used();
        Seen present = Optional.ofNullable(seen.get(quota.key()))
                .map(last -> last.now(used, now))
                .orElse(new Seen(used, now));
        seen.put(quota.key(), present);
        Duration left = Duration.between(now, present.charged().plus(QUIET));
        if (inForce(quota) && left.isPositive()) {
            return Plan.later(left);
        }
        ObjectNode status = Recount.status(quota, view, now);
        seen.put(quota.key(), new Seen(Usage.read(status.path("used")), present.charged()));
        return Plan.builder().updateStatus(quota, status).requeueAfter(RESYNC).build();
    }

    /** Whether the limits that admission goes by are those that were declared. */
    private static boolean inForce(ApiObject quota) {
        JsonNode declared = quota.spec().path("hard");
        return quota.status().has("used") && SemanticJson.same(quota.status().path("hard"), declared);
    }
}
