package io.gantry.resource.allocation;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Optional;

/** A ServiceCIDR (networking.k8s.io) as those see it who give its addresses away. Only its IPv4 network counts. */
public record ServiceCidrView(ApiObject object) {

    public static final GroupResource RESOURCE = new GroupResource("networking.k8s.io", "servicecidrs");

    /** The condition that says whether addresses are given. */
    public static final String READY = "Ready";

    /** Whether new services get its addresses. One that nobody has judged yet counts as ready: no controller may be running. */
    public boolean isOpen() {
        return !object.isBeingDeleted()
                && Nodes.objects(object.status(), "conditions").stream()
                        .filter(condition -> Nodes.text(condition, "type").equals(READY))
                        .allMatch(condition -> Nodes.text(condition, "status").equals("True"));
    }

    /** Its IPv4 networks, one at most unless its author got past validation. */
    public List<IpRange> ranges() {
        return Nodes.texts(object.spec(), "cidrs").stream()
                .map(IpRange::ofServices)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether a service may have this address from it. */
    public boolean contains(String address) {
        return ranges().stream().anyMatch(range -> range.contains(address));
    }
}
