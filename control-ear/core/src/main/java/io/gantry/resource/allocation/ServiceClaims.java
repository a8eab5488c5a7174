package io.gantry.resource.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What all services claim. Kept from one look at the view to the next: only services that have changed are read again, so a
 * look costs one pass over their revisions. Not for use by several threads at once.
 */
final class ServiceClaims {

    private static final GroupResource SERVICES = new GroupResource("", "services");

    private record Claims(long revision, Set<String> claims) {}

    private Map<ObjectKey, Claims> byService = new HashMap<>();
    private Map<String, Integer> counts = new HashMap<>();

    /** Brings the index up to date. */
    void refresh(ClusterView view) {
        Map<ObjectKey, Claims> present = new HashMap<>();
        Map<String, Integer> presentCounts = new HashMap<>();
        for (ApiObject service : view.list(SERVICES)) {
            Claims known = byService.get(service.key());
            Claims claims = known != null && known.revision() == service.revision()
                    ? known
                    : new Claims(service.revision(), of(service.json()));
            present.put(service.key(), claims);
            claims.claims().forEach(claim -> presentCounts.merge(claim, 1, Integer::sum));
        }
        byService = present;
        counts = presentCounts;
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
        Nodes.texts(spec, "clusterIPs").stream()
                .filter(address -> !address.isEmpty() && !address.equals("None"))
                .forEach(address -> claims.add(address(address)));
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
