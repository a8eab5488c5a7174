package io.gantry.resource.allocation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Services in memory. */
final class FakeView {

    private static final GroupResource SERVICES = new GroupResource("", "services");

    private final List<ApiObject> services = new ArrayList<>();
    private long revision;

    /** Stores a service as created or changed. */
    void put(ObjectNode service) {
        String name = service.at("/metadata/name").asText();
        remove(name);
        ObjectKey key = new ObjectKey(SERVICES, "default", name);
        services.add(ApiObject.of(key, ++revision, ApiObject.document(service)));
    }

    void remove(String name) {
        services.removeIf(service -> service.name().equals(name));
    }

    /** A view that only lists services; whatever else is asked of it fails the test. */
    ClusterView view() {
        return (ClusterView) Proxy.newProxyInstance(
                FakeView.class.getClassLoader(), new Class<?>[] {ClusterView.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("list") && arguments.length == 1 && arguments[0].equals(SERVICES)) {
                        return List.copyOf(services);
                    }
                    throw new AssertionError("allocation looks at services only, not " + method);
                });
    }
}
