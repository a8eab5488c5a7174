package io.gantry.resource.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An IPAddress (networking.k8s.io): named like an address, it says who has it. The cluster keeps one for each address of a service; users
 * make others to keep an address from being given.
 */
public record IpAddressView(ApiObject object) {

    public static final GroupResource RESOURCE = new GroupResource("networking.k8s.io", "ipaddresses");

    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final String MANAGED_BY = "ipaddress.kubernetes.io/managed-by";
    private static final String MANAGER = "ipallocator.k8s.io";
    private static final Map<String, String> LABELS =
            Map.of(MANAGED_BY, MANAGER, "ipaddress.kubernetes.io/ip-family", "IPv4");

    public static ObjectKey key(String address) {
        return ObjectKey.cluster(RESOURCE, address);
    }

    /** The addresses of a service, for each of which there is one. */
    public static List<String> addresses(JsonNode service) {
        return Nodes.texts(service.path("spec"), "clusterIPs").stream()
                .filter(address -> !address.isEmpty() && !address.equals("None"))
                .toList();
    }

    /** What is kept for an address of a service. */
    public static ObjectNode of(String address, ObjectKey service) {
        ObjectNode object = Json.object();
        ObjectNode labels = object.putObject("metadata").put("name", address).putObject("labels");
        LABELS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> labels.put(label.getKey(), label.getValue()));
        object.putObject("spec")
                .putObject("parentRef")
                .put("resource", SERVICES.resource())
                .put("namespace", service.namespace())
                .put("name", service.name());
        return object;
    }

    /** Whether the cluster keeps it; it is a user's otherwise. */
    public boolean isManaged() {
        return object.labels().getOrDefault(MANAGED_BY, "").equals(MANAGER);
    }

    /** Whether it is as {@link #of} makes it, further labels aside. */
    public boolean isOf(ObjectKey service) {
        return object.labels().entrySet().containsAll(LABELS.entrySet())
                && service().filter(service::equals).isPresent();
    }

    /** What it says has the address, as upstream's events name it. */
    public String parent() {
        JsonNode parent = object.spec().path("parentRef");
        return "&ParentReference{Group:" + Nodes.text(parent, "group") + ",Resource:" + Nodes.text(parent, "resource")
                + ",Namespace:" + Nodes.text(parent, "namespace") + ",Name:" + Nodes.text(parent, "name") + ",}";
    }

    /** The service that it says has the address; empty when it names something else. */
    public Optional<ObjectKey> service() {
        JsonNode parent = object.spec().path("parentRef");
        GroupResource resource = new GroupResource(Nodes.text(parent, "group"), Nodes.text(parent, "resource"));
        return resource.equals(SERVICES)
                ? Optional.of(new ObjectKey(SERVICES, Nodes.text(parent, "namespace"), Nodes.text(parent, "name")))
                : Optional.empty();
    }
}
