package io.gantry.resource.allocation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Services, ServiceCIDRs and IPAddresses in memory. */
final class FakeView {

    private static final GroupResource SERVICES = new GroupResource("", "services");

    private final List<ApiObject> objects = new ArrayList<>();
    private long revision;

    /** Stores a service as created or changed. */
    void put(ObjectNode service) {
        String name = service.at("/metadata/name").asText();
        put(new ObjectKey(SERVICES, "default", name), service);
    }

    void remove(String name) {
        remove(new ObjectKey(SERVICES, "default", name));
    }

    /**
     * Stores a ServiceCIDR as created or changed.
     *
     * @param rest further fields, for example {@code "status":{}}
     */
    void putNetwork(String name, String cidr, String rest) {
        put(
                ObjectKey.cluster(ServiceCidrView.RESOURCE, name),
                Json.read("{\"kind\":\"ServiceCIDR\",\"apiVersion\":\"networking.k8s.io/v1\",\"spec\":{\"cidrs\":[\""
                        + cidr + "\"]}," + rest + "}"));
    }

    /** Stores an IPAddress with these labels. */
    void putAddress(String address, String labels) {
        put(
                IpAddressView.key(address),
                Json.read("{\"kind\":\"IPAddress\",\"apiVersion\":\"networking.k8s.io/v1\",\"metadata\":{\"name\":\""
                        + address + "\",\"labels\":" + labels + "}}"));
    }

    private void put(ObjectKey key, ObjectNode object) {
        remove(key);
        objects.add(ApiObject.of(key, ++revision, ApiObject.document(object)));
    }

    private void remove(ObjectKey key) {
        objects.removeIf(object -> object.key().equals(key));
    }

    /** A view for which a list of IPAddresses, which may be many, fails the test. */
    ClusterView view() {
        return (ClusterView) Proxy.newProxyInstance(
                FakeView.class.getClassLoader(), new Class<?>[] {ClusterView.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("get") && arguments[0] instanceof ObjectKey key) {
                        return objects.stream()
                                .filter(object -> object.key().equals(key))
                                .findFirst();
                    }
                    if (method.getName().equals("list")
                            && arguments.length == 1
                            && !arguments[0].equals(IpAddressView.RESOURCE)) {
                        return objects.stream()
                                .filter(object -> object.key().resource().equals(arguments[0]))
                                .toList();
                    }
                    throw new AssertionError("allocation does not look at " + method);
                });
    }
}
