package io.gantry.controller.loadbalancer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The built-in provider of load balancers: gives services of type LoadBalancer an address of a pool; the service proxy of every node
 * answers for it. Services with a {@code loadBalancerClass} are left to others.
 */
public final class LoadBalancerController implements Controller {

    private static final String NAME = "service-controller";

    /** One key for all services, so that no two can be given the same address. */
    private static final ObjectKey ALL = ObjectKey.cluster(ResourceNames.SERVICES, "");

    private final AddressPool pool;

    public LoadBalancerController(AddressPool pool) {
        this.pool = pool;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watches watches() {
        return Watches.none().on(ResourceNames.SERVICES, (event, view) -> concerned(event));
    }

    private static Collection<ObjectKey> concerned(CacheEvent event) {
        boolean now = isOurs(event.object()) || hasAddress(event.object());
        boolean before = event instanceof CacheEvent.Modified modified && isOurs(modified.previous());
        return now || before ? List.of(ALL) : List.of();
    }

    private static boolean isOurs(ApiObject service) {
        return isLoadBalancer(service)
                && service.spec().path("loadBalancerClass").asText("").isEmpty();
    }

    private static boolean isLoadBalancer(ApiObject service) {
        return service.spec().path("type").asText("").equals("LoadBalancer");
    }

    private static boolean hasAddress(ApiObject service) {
        return !service.status().path("loadBalancer").path("ingress").isEmpty();
    }

    private static Optional<String> address(ApiObject service) {
        JsonNode ingress = service.status().path("loadBalancer").path("ingress");
        return ingress.isEmpty()
                ? Optional.empty()
                : Optional.of(ingress.get(0).path("ip").asText(""));
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        List<ApiObject> services = view.list(ResourceNames.SERVICES);
        Set<String> taken = new HashSet<>();
        services.stream()
                .filter(LoadBalancerController::isLoadBalancer)
                .forEach(service -> address(service).ifPresent(taken::add));
        Plan.Builder plan = Plan.builder();
        for (ApiObject service : services) {
            if (!isLoadBalancer(service) && hasAddress(service)) {
                plan.updateStatus(service, withAddress(service, Optional.empty()));
            } else if (isOurs(service) && !service.isBeingDeleted() && !isSettled(service)) {
                settle(plan, service, taken);
            }
        }
        return plan.build();
    }

    private static String wish(ApiObject service) {
        return service.spec().path("loadBalancerIP").asText("");
    }

    private boolean isSettled(ApiObject service) {
        String wish = wish(service);
        return address(service)
                .filter(address -> wish.isEmpty() ? pool.contains(address) : wish.equals(address))
                .isPresent();
    }

    private void settle(Plan.Builder plan, ApiObject service, Set<String> taken) {
        String wish = wish(service);
        Optional<String> free = wish.isEmpty()
                ? pool.firstFree(taken)
                : Optional.of(wish).filter(address -> pool.contains(address) && !taken.contains(address));
        if (free.isEmpty()) {
            String why =
                    wish.isEmpty() ? "no address is left in the pool" : "address " + wish + " is not free in the pool";
            plan.event(
                    EventDraft.warning(service, NAME, "SyncLoadBalancerFailed", "Error syncing load balancer: " + why));
            return;
        }
        taken.add(free.get());
        plan.event(EventDraft.normal(service, NAME, "EnsuringLoadBalancer", "Ensuring load balancer"));
        plan.updateStatus(service, withAddress(service, free));
        plan.event(EventDraft.normal(service, NAME, "EnsuredLoadBalancer", "Ensured load balancer"));
    }

    private static ObjectNode withAddress(ApiObject service, Optional<String> address) {
        ObjectNode status = service.status().isObject() ? service.status().deepCopy() : Json.object();
        ObjectNode loadBalancer = status.putObject("loadBalancer");
        address.ifPresent(
                ip -> loadBalancer.putArray("ingress").addObject().put("ip", ip).put("ipMode", "VIP"));
        return status;
    }
}
