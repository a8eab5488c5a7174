package io.gantry.resource.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.Nodes;
import io.gantry.resource.Allocation;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.ServiceAddressRules;
import io.gantry.resource.validation.ServiceType;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** Cluster IPs and node ports of services; upstream's {@code registry/core/service/storage/alloc.go} for one address family. */
public final class ServiceAllocation implements Allocation {

    private final ServiceNetworks networks;
    private final ServiceNodePorts nodePorts;
    private final ServiceClaims taken = new ServiceClaims();
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @param addresses cluster IPs, for example {@link IpRange#DEFAULT}; there are more as long as there are ServiceCIDRs
     * @param ports node ports, for example {@link PortRange#DEFAULT}
     */
    public ServiceAllocation(IpRange addresses, PortRange ports, RandomGenerator random) {
        this.networks = new ServiceNetworks(addresses, random);
        this.nodePorts = new ServiceNodePorts(new NodePortAllocator(ports, random));
    }

    @Override
    public void allocate(ObjectNode service, Optional<ObjectNode> old, ClusterView view) {
        ObjectNode spec = Nodes.child(service, "spec");
        if (old.isPresent()) {
            JsonNode before = old.get().path("spec");
            PreviousAllocation.keep(spec, before);
            PreviousAllocation.normalise(spec, before);
        } else {
            PreviousAllocation.normalise(spec);
        }
        FieldErrors errors = new FieldErrors();
        if (ServiceType.needsClusterIp(spec)) {
            ServiceFamilies.fill(service, old, errors);
            refuse(service, errors);
        }
        lock.lock();
        try {
            taken.refresh(view);
            clusterIp(service, old, view, errors);
            nodePorts.allocate(spec, old.map(o -> o.path("spec")), taken, errors);
        } finally {
            lock.unlock();
        }
        refuse(service, errors);
    }

    @Override
    public Set<String> claims(ObjectNode service) {
        return ServiceClaims.of(service);
    }

    /** Only a service that had no address before gets one; every other change of address is for validation to judge. */
    private void clusterIp(ObjectNode service, Optional<ObjectNode> old, ClusterView view, FieldErrors errors) {
        ObjectNode spec = Nodes.child(service, "spec");
        boolean hadNeed =
                old.map(o -> ServiceType.needsClusterIp(o.path("spec"))).orElse(false);
        if (hadNeed || !ServiceType.needsClusterIp(spec) || ServiceAddressRules.isHeadless(spec)) {
            return;
        }
        networks.refresh(view);
        String wanted = Nodes.text(spec, "clusterIP");
        if (wanted.isEmpty()) {
            String address = networks.next(candidate -> isTaken(candidate, view))
                    .orElseThrow(() -> StatusException.internalError(
                            "failed to allocate a serviceIP for Service \"" + name(service) + "\": range is full"));
            spec.put("clusterIP", address);
            ArrayNode all = spec.putArray("clusterIPs");
            all.add(address);
            return;
        }
        networks.refusal(wanted, candidate -> isTaken(candidate, view))
                .ifPresent(why -> new Field("spec.clusterIPs", spec.get("clusterIPs"), errors)
                        .invalid("failed to allocate IP " + wanted + ": " + why));
    }

    /**
     * Whether a service has the address, or an IPAddress of a user keeps it. Those that the cluster keeps follow the services, and may be
     * behind them.
     */
    private boolean isTaken(String address, ClusterView view) {
        return taken.isTaken(ServiceClaims.address(address))
                || view.get(IpAddressView.key(address))
                        .filter(found -> !new IpAddressView(found).isManaged())
                        .isPresent();
    }

    private static String name(ObjectNode service) {
        return Nodes.text(service.path("metadata"), "name");
    }

    private static void refuse(ObjectNode service, FieldErrors errors) {
        if (!errors.isEmpty()) {
            throw StatusException.invalid("", "Service", name(service), errors.list());
        }
    }
}
