package io.gantry.controller.nodelifecycle;

import io.gantry.cache.ClusterView;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.Taint;
import io.gantry.object.ApiObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When the pods of another lost node may be moved. When much of a zone is lost the fault is likelier in the network than in the nodes, so
 * evictions slow down or stop; when no node of the cluster is ready they stop altogether. The pace is read from the times of the
 * taints themselves, so a new leader keeps it.
 */
record EvictionPace(NodeLifecycleSettings settings, ClusterView view, Instant now) {

    private static final String REGION = "topology.kubernetes.io/region";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /** How long to wait with a node: zero for now; empty when no node is ready, so that evictions already begun end as well. */
    Optional<Duration> wait(ApiObject node) {
        List<ApiObject> all = view.list(ResourceNames.NODES);
        if (all.stream().noneMatch(EvictionPace::isReady)) {
            return Optional.empty();
        }
        List<ApiObject> zone =
                all.stream().filter(other -> zone(other).equals(zone(node))).toList();
        return Optional.of(
                interval(zone).map(pace -> untilNext(zone, node, pace)).orElse(LOOK_AGAIN));
    }

    private Duration untilNext(List<ApiObject> zone, ApiObject node, Duration pace) {
        return lastEviction(zone, node)
                .map(last -> Duration.between(now, last.plus(pace)))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    /**
     * Two nodes down are never "much": small clusters lose one or two nodes easily. A zone that is lost entirely
     * is evicted at full pace. Empty while no further node is evicted.
     */
    private Optional<Duration> interval(List<ApiObject> zone) {
        long lost = zone.stream().filter(node -> !isReady(node)).count();
        boolean partial = lost > 2 && lost < zone.size() && lost >= settings.unhealthyThreshold() * zone.size();
        if (!partial) {
            return Optional.of(settings.evictionInterval());
        }
        return zone.size() > settings.largeZone()
                ? Optional.of(settings.secondaryEvictionInterval())
                : Optional.empty();
    }

    private static Optional<Instant> lastEviction(List<ApiObject> zone, ApiObject node) {
        return zone.stream()
                .filter(other -> !other.key().equals(node.key()))
                .flatMap(other -> Taint.of(other).stream())
                .filter(taint -> taint.effect().equals(Taint.NO_EXECUTE)
                        && (taint.key().equals(Taint.NOT_READY) || taint.key().equals(Taint.UNREACHABLE)))
                .flatMap(taint -> taint.timeAdded().stream())
                .max(Instant::compareTo);
    }

    private static boolean isReady(ApiObject node) {
        return Conditions.of(node.status()).isTrue("Ready");
    }

    /** Zones of different regions may have the same name. */
    private static String zone(ApiObject node) {
        return node.labels().getOrDefault(REGION, "") + "/" + node.labels().getOrDefault(ZONE, "");
    }
}
