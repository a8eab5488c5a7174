package io.gantry.resource.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.cache.Difference;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What all services claim. A look costs what has changed since the one before. Not for use by several threads at once. */
final class ServiceClaims {

    private static final GroupResource SERVICES = new GroupResource("", "services");

    private final Map<String, Integer> counts = new HashMap<>();
    private List<ApiObject> counted = List.of();

    /** Brings the index up to date. */
    void refresh(ClusterView view) {
        List<ApiObject> present = view.list(SERVICES);
        Difference.between(
                counted,
                present,
                gone -> of(gone.json()).forEach(claim -> count(claim, -1)),
                come -> of(come.json()).forEach(claim -> count(claim, 1)));
        counted = present;
    }

    private void count(String claim, int more) {
        if (counts.merge(claim, more, Integer::sum) == 0) {
            counts.remove(claim);
        }
    }

    boolean isTaken(String claim) {
        return counts.containsKey(claim);
    }

    static String address(String address) {
        return "ip-" + address;
    }

    static String nodePort(long port) {
        return "nodeport-" + port;
    }

    /** What one service claims for itself alone. */
    static Set<String> of(JsonNode service) {
        Set<String> claims = new HashSet<>();
        JsonNode spec = service.path("spec");
        IpAddressView.addresses(service).forEach(address -> claims.add(address(address)));
        Nodes.objects(spec, "ports").stream()
                .mapToLong(port -> port.path("nodePort").asLong())
                .filter(port -> port > 0)
                .forEach(port -> claims.add(nodePort(port)));
        long healthCheck = spec.path("healthCheckNodePort").asLong();
        if (healthCheck > 0) {
            claims.add(nodePort(healthCheck));
        }
        return claims;
    }
}
