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
import io.gantry.resource.allocation.IpRange;
import io.gantry.resource.allocation.ServiceCidrView;
import java.time.Duration;
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

    /** Upstream looks at every service so often, and tells again what only people can mend. */
    private static final Duration REPEAT = Duration.ofMinutes(3);

    private final IpRange configured;

    /** @param configured the network that services have addresses from whatever ServiceCIDRs there are */
    public IpAddressController(IpRange configured) {
        this.configured = configured;
    }

    @Override
    public String name() {
        return "ipallocator-repair-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(ResourceNames.SERVICES, (event, view) -> ofService(event))
                .on(IpAddressView.RESOURCE, (event, view) -> ofAddress(event))
                .on(ServiceCidrView.RESOURCE, IpAddressController::ofNetwork);
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

    /** Services whose addresses come into a range with it, or are left outside without it. */
    private static Collection<ObjectKey> ofNetwork(CacheEvent event, ClusterView view) {
        ServiceCidrView network = new ServiceCidrView(event.object());
        return view.list(ResourceNames.SERVICES).stream()
                .filter(service -> addresses(service).stream().anyMatch(network::contains))
                .map(ApiObject::key)
                .toList();
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
            if (!isInRange(address, view)) {
                plan.event(warning(
                                service,
                                "ClusterIPOutOfRange",
                                "Cluster IP [IPv4]: " + address
                                        + " is not within any configured Service CIDR; please recreate service"))
                        .requeueAfter(REPEAT);
                continue;
            }
            view.get(IpAddressView.key(address))
                    .map(IpAddressView::new)
                    .ifPresentOrElse(
                            present -> repair(present, service, view, plan), () -> plan.add(create(address, service)));
        }
        return plan.build();
    }

    private boolean isInRange(String address, ClusterView view) {
        return configured.contains(address)
                || view.list(ServiceCidrView.RESOURCE).stream()
                        .anyMatch(network -> new ServiceCidrView(network).contains(address));
    }

    /** What an IPAddress refers to cannot be changed, so one that refers to something else makes way for another. */
    private void repair(IpAddressView present, ApiObject service, ClusterView view, Plan.Builder plan) {
        if (present.isOf(service.key())) {
            return;
        }
        String address = present.object().name();
        Optional<ObjectKey> owner = present.service();
        boolean isOwn = owner.filter(service.key()::equals).isPresent();
        if (!isOwn && owner.filter(other -> hasAddress(other, address, view)).isPresent()) {
            plan.event(warning(
                            service,
                            "ClusterIPAlreadyAllocated",
                            "Cluster IP [IPv4]:" + address
                                    + " was assigned to multiple services; please recreate service"))
                    .requeueAfter(REPEAT);
            return;
        }
        if (!isOwn) {
            plan.event(warning(
                    service,
                    "ClusterIPNotAllocated",
                    "the ClusterIP [IPv4]: " + address + " for Service " + service.namespace() + "/" + service.name()
                            + " has a wrong reference; repairing"));
        }
        plan.add(Change.Delete.of(present.object())).add(create(address, service));
    }

    private EventDraft warning(ApiObject about, String reason, String message) {
        return EventDraft.warning(about, name(), reason, message);
    }

    /** One that the cluster keeps goes with the service that it names; that it names no other is worth telling. */
    private Plan cleanUp(IpAddressView present, ClusterView view) {
        ApiObject object = present.object();
        if (!present.isManaged() || object.isBeingDeleted()) {
            return Plan.NOTHING;
        }
        Optional<ObjectKey> owner = present.service();
        List<String> held =
                owner.flatMap(view::get).map(IpAddressController::addresses).orElse(List.of());
        if (held.contains(object.name())) {
            return Plan.NOTHING;
        }
        Plan.Builder plan = Plan.builder();
        if (owner.isEmpty()) {
            plan.event(warning(
                    object,
                    "IPAddressNotAllocated",
                    "IPAddress " + object.name() + " appears to have been modified, not referencing a Service "
                            + present.parent() + ": cleaning up"));
        } else if (!held.isEmpty()) {
            ObjectKey service = owner.get();
            plan.event(warning(
                    object,
                    "IPAddressWrongReference",
                    "IPAddress: " + object.name() + " for Service " + service.namespace() + "/" + service.name()
                            + " has a wrong reference; cleaning up"));
        }
        return plan.add(Change.Delete.of(object)).build();
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
