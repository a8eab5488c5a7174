package io.gantry.controller.servicecidr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.allocation.IpAddressView;
import io.gantry.resource.allocation.IpRange;
import io.gantry.resource.allocation.ServiceCidrView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says which ServiceCIDRs are ready, and holds one that is to be deleted while services have addresses of it alone. */
public final class ServiceCidrController implements Controller {

    private static final String FINALIZER = "networking.k8s.io/service-cidr-finalizer";

    /** Every instance must have seen the deletion, and every address given before must have its IPAddress, before it goes. */
    private static final Duration DELETION_DELAY = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "service-cidr-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(ServiceCidrView.RESOURCE, ServiceCidrController::ofNetwork)
                .on(IpAddressView.RESOURCE, ServiceCidrController::ofAddress);
    }

    /** A network may take over the addresses of those that are to be deleted. */
    private static Collection<ObjectKey> ofNetwork(CacheEvent event, ClusterView view) {
        Set<ObjectKey> keys = new TreeSet<>();
        keys.add(event.object().key());
        view.list(ServiceCidrView.RESOURCE).stream()
                .filter(ApiObject::isBeingDeleted)
                .forEach(network -> keys.add(network.key()));
        return keys;
    }

    private static Collection<ObjectKey> ofAddress(CacheEvent event, ClusterView view) {
        return view.list(ServiceCidrView.RESOURCE).stream()
                .filter(ApiObject::isBeingDeleted)
                .filter(network ->
                        new ServiceCidrView(network).contains(event.object().name()))
                .map(ApiObject::key)
                .toList();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(network -> network.isBeingDeleted() ? leaving(network, view, now) : staying(network, now))
                .orElse(Plan.NOTHING);
    }

    private static Plan staying(ApiObject network, Instant now) {
        Plan.Builder plan = Plan.builder();
        List<String> finalizers = finalizers(network);
        if (!finalizers.contains(FINALIZER)) {
            ObjectNode desired = network.copy();
            desired.withObject("/metadata").withArray("finalizers").add(FINALIZER);
            plan.update(network, desired);
        }
        return plan.updateStatus(network, status(network, "True", "", "Kubernetes Service CIDR is ready", now))
                .build();
    }

    private static Plan leaving(ApiObject network, ClusterView view, Instant now) {
        if (isNeeded(network, view)) {
            String why = "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new"
                    + " ServiceCIDR";
            return Plan.builder()
                    .updateStatus(network, status(network, "False", "Terminating", why, now))
                    .build();
        }
        if (!finalizers(network).contains(FINALIZER)) {
            return Plan.NOTHING;
        }
        Instant due = Timestamps.read(network.metadata().path("deletionTimestamp"))
                .orElse(Instant.EPOCH)
                .plus(DELETION_DELAY);
        return now.isBefore(due) ? Plan.later(Duration.between(now, due)) : letGo(network);
    }

    /**
     * Whether a service has an address that no other ServiceCIDR covers. Another that is to be deleted does not count: of two alike that
     * are deleted together one must stay.
     */
    private static boolean isNeeded(ApiObject network, ClusterView view) {
        List<IpRange> leaving = new ServiceCidrView(network).ranges();
        List<IpRange> staying = view.list(ServiceCidrView.RESOURCE).stream()
                .filter(other -> !other.isBeingDeleted())
                .flatMap(other -> new ServiceCidrView(other).ranges().stream())
                .toList();
        return view.list(IpAddressView.RESOURCE).stream()
                .filter(address -> new IpAddressView(address).isManaged())
                .map(ApiObject::name)
                .anyMatch(address -> cover(leaving, address) && !cover(staying, address));
    }

    private static boolean cover(List<IpRange> ranges, String address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static Plan letGo(ApiObject network) {
        ObjectNode desired = network.copy();
        ArrayNode left = desired.withObject("/metadata").putArray("finalizers");
        finalizers(network).stream()
                .filter(finalizer -> !finalizer.equals(FINALIZER))
                .forEach(left::add);
        return Plan.builder().update(network, desired).build();
    }

    private static List<String> finalizers(ApiObject network) {
        return Nodes.texts(network.metadata(), "finalizers");
    }

    /** The status with this condition; unchanged when it says so already, since when does not matter. */
    private static ObjectNode status(ApiObject network, String ready, String reason, String message, Instant now) {
        Conditions conditions = Conditions.of(network.status());
        boolean said = conditions
                .find(ServiceCidrView.READY)
                .filter(present -> Nodes.text(present, "status").equals(ready)
                        && Nodes.text(present, "reason").equals(reason)
                        && Nodes.text(present, "message").equals(message))
                .isPresent();
        ObjectNode status = Nodes.copy(network.status());
        if (!said) {
            conditions
                    .with(Json.object()
                            .put("type", ServiceCidrView.READY)
                            .put("status", ready)
                            .put("lastTransitionTime", Timestamps.seconds(now))
                            .put("reason", reason)
                            .put("message", message))
                    .writeTo(status);
        }
        return status;
    }
}
