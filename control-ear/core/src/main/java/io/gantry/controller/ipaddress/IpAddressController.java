package io.gantry.controller.ipaddress;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.resource.allocation.IpAddressView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps an IPAddress for each address of each service. They show who has what; that no two services have the same is for the claims
 * that the registry writes with a service. Keys are services, which need IPAddresses, and IPAddresses, which need a service.
 */
public final class IpAddressController implements Controller {

    @Override
    public String name() {
        return "ipallocator-repair-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(ResourceNames.SERVICES, (event, view) -> ofService(event))
                .on(IpAddressView.RESOURCE, (event, view) -> ofAddress(event));
    }

    private static Collection<ObjectKey> ofService(CacheEvent event) {
        ApiObject service = event.object();
        return switch (event) {
            case CacheEvent.Added added -> addresses(service).isEmpty() ? List.of() : List.of(service.key());
            case CacheEvent.Modified modified -> {
                List<String> lost = new ArrayList<>(addresses(modified.previous()));
                List<String> present = addresses(service);
                if (lost.equals(present)) {
                    yield List.of();
                }
                lost.removeAll(present);
                List<ObjectKey> keys = new ArrayList<>(keys(lost));
                keys.add(service.key());
                yield keys;
            }
            case CacheEvent.Deleted deleted -> keys(addresses(service));
        };
    }

    private static List<ObjectKey> keys(List<String> addresses) {
        return addresses.stream().map(IpAddressView::key).toList();
    }

    /** The IPAddress itself, and the service that it names: one that was deleted is made again. */
    private static Collection<ObjectKey> ofAddress(CacheEvent event) {
        List<ObjectKey> keys = new ArrayList<>();
        keys.add(event.object().key());
        new IpAddressView(event.object()).service().ifPresent(keys::add);
        return keys;
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> found = view.get(key);
        if (found.isEmpty()) {
            return Plan.NOTHING;
        }
        return key.resource().equals(ResourceNames.SERVICES)
                ? show(found.get(), view)
                : cleanUp(new IpAddressView(found.get()), view);
    }

    private Plan show(ApiObject service, ClusterView view) {
        Plan.Builder plan = Plan.builder();
        for (String address : addresses(service)) {
            view.get(IpAddressView.key(address))
                    .map(IpAddressView::new)
                    .ifPresentOrElse(
                            present -> repair(present, service, view, plan), () -> plan.add(create(address, service)));
        }
        return plan.build();
    }

    /** What an IPAddress refers to cannot be changed, so one that refers to something else makes way for another. */
    private void repair(IpAddressView present, ApiObject service, ClusterView view, Plan.Builder plan) {
        if (present.isOf(service.key())) {
            return;
        }
        String address = present.object().name();
        boolean isShared = present.service()
                .filter(other -> !other.equals(service.key()) && hasAddress(other, address, view))
                .isPresent();
        if (isShared) {
            plan.event(warning(
                    service,
                    "ClusterIPAlreadyAllocated",
                    "Cluster IP [IPv4]:" + address + " was assigned to multiple services; please recreate service"));
            return;
        }
        plan.event(warning(
                        service,
                        "ClusterIPNotAllocated",
                        "the ClusterIP [IPv4]: " + address + " for Service " + service.namespace() + "/"
                                + service.name() + " has a wrong reference; repairing"))
                .add(Change.Delete.of(present.object()))
                .add(create(address, service));
    }

    private EventDraft warning(ApiObject service, String reason, String message) {
        return EventDraft.warning(service, name(), reason, message);
    }

    /** One that the cluster keeps goes with the service that it names. */
    private static Plan cleanUp(IpAddressView present, ClusterView view) {
        boolean isNeeded = present.service()
                .filter(service -> hasAddress(service, present.object().name(), view))
                .isPresent();
        return !present.isManaged() || isNeeded || present.object().isBeingDeleted()
                ? Plan.NOTHING
                : Plan.of(Change.Delete.of(present.object()));
    }

    private static Change create(String address, ApiObject service) {
        return new Change.Create(IpAddressView.RESOURCE, IpAddressView.of(address, service.key()));
    }

    private static boolean hasAddress(ObjectKey service, String address, ClusterView view) {
        return view.get(service)
                .filter(present -> addresses(present).contains(address))
                .isPresent();
    }

    private static List<String> addresses(ApiObject service) {
        return IpAddressView.addresses(service.json());
    }
}
