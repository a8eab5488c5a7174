package io.gantry.resource.allocation;

import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The networks that services have addresses from: the configured one, so that a cluster starts, and those of all ServiceCIDRs that are
 * ready. Made anew only when a ServiceCIDR has changed. Not for use by several threads at once.
 */
final class ServiceNetworks {

    private final IpRange configured;
    private final RandomGenerator random;
    private List<Long> seen = List.of();
    private List<ServiceIpAllocator> networks;

    ServiceNetworks(IpRange configured, RandomGenerator random) {
        this.configured = configured;
        this.random = random;
        this.networks = List.of(new ServiceIpAllocator(configured, random));
    }

    /** Brings the networks up to date. A revision stands for one state of one object, so the same revisions are the same networks. */
    void refresh(ClusterView view) {
        List<ApiObject> present = view.list(ServiceCidrView.RESOURCE);
        if (isSeen(present)) {
            return;
        }
        networks = Stream.concat(
                        Stream.of(configured),
                        present.stream()
                                .map(ServiceCidrView::new)
                                .filter(ServiceCidrView::isOpen)
                                .flatMap(cidr -> cidr.ranges().stream()))
                .distinct()
                .map(range -> new ServiceIpAllocator(range, random))
                .toList();
        List<Long> revisions = new ArrayList<>(present.size());
        present.forEach(cidr -> revisions.add(cidr.revision()));
        seen = revisions;
    }

    private boolean isSeen(List<ApiObject> present) {
        if (present.size() != seen.size()) {
            return false;
        }
        for (int i = 0; i < seen.size(); i++) {
            if (present.get(i).revision() != seen.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** A free address of the first network that has one, the configured one before the others; empty when all are full. */
    Optional<String> next(Predicate<String> taken) {
        for (ServiceIpAllocator network : networks) {
            Optional<String> address = network.next(taken);
            if (address.isPresent()) {
                return address;
            }
        }
        return Optional.empty();
    }

    /** Why an address cannot be given, in upstream's words; empty when it can. */
    Optional<String> refusal(String address, Predicate<String> taken) {
        if (networks.stream().noneMatch(network -> network.contains(address))) {
            return Optional.of("the provided network does not match the current range");
        }
        return taken.test(address) ? Optional.of("provided IP is already allocated") : Optional.empty();
    }
}
