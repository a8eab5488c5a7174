package io.gantry.bootstrap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.store.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Keeps the endpoints of the service {@code kubernetes}: the addresses of all living instances of the control plane. The service
 * has no selector, so no controller does.
 */
public final class ApiEndpoints {

    private static final String NAMESPACE = "default";
    private static final String NAME = "kubernetes";
    private static final ObjectKey ENDPOINTS = new ObjectKey(new GroupResource("", "endpoints"), NAMESPACE, NAME);
    private static final ObjectKey SLICE =
            new ObjectKey(new GroupResource("discovery.k8s.io", "endpointslices"), NAMESPACE, NAME);

    private final ObjectStore store;
    private final ClusterView view;
    private final ObjectWriter writer;
    private final ApiAddress own;
    private final InstantSource clock;

    public ApiEndpoints(ObjectStore store, ClusterView view, ObjectWriter writer, ApiAddress own, InstantSource clock) {
        this.store = store;
        this.view = view;
        this.writer = writer;
        this.own = own;
        this.clock = clock;
    }

    /** Says that this instance lives and forgets those that do not; to be called every 20 seconds. */
    public void renew() {
        Instant now = clock.instant();
        ApiInstance instance = new ApiInstance(own.address(), own.port());
        write(instance.key(), instance.lease(now), lease -> instance.renewed(lease, now));
        SortedSet<String> addresses = living(now);
        write(ENDPOINTS, endpoints(addresses), present -> withPart(present, endpoints(addresses), "subsets"));
        write(SLICE, slice(addresses), present -> withPart(present, slice(addresses), "endpoints"));
    }

    private SortedSet<String> living(Instant now) {
        SortedSet<String> addresses = new TreeSet<>();
        addresses.add(own.address());
        for (ApiObject lease : view.list(ApiInstance.LEASES, ApiInstance.NAMESPACE)) {
            ApiInstance.livingAddress(lease, now).ifPresent(addresses::add);
        }
        return addresses;
    }

    private void write(ObjectKey key, ObjectNode wanted, UnaryOperator<ObjectNode> change) {
        if (store.get(key).isPresent()) {
            writer.update(key, change);
        } else {
            writer.create(key.resource(), wanted);
        }
    }

    private static ObjectNode withPart(ObjectNode present, ObjectNode wanted, String part) {
        present.set(part, wanted.get(part));
        return present;
    }

    private ObjectNode endpoints(SortedSet<String> addresses) {
        ObjectNode endpoints = Json.object();
        ObjectNode metadata = endpoints.putObject("metadata");
        metadata.put("name", NAME).put("namespace", NAMESPACE);
        metadata.putObject("labels").put("endpointslice.kubernetes.io/skip-mirror", "true");
        ObjectNode subset = endpoints.putArray("subsets").addObject();
        ArrayNode list = subset.putArray("addresses");
        addresses.forEach(address -> list.addObject().put("ip", address));
        subset.putArray("ports").add(port());
        return endpoints;
    }

    private ObjectNode slice(SortedSet<String> addresses) {
        ObjectNode slice = Json.object();
        ObjectNode metadata = slice.putObject("metadata");
        metadata.put("name", NAME).put("namespace", NAMESPACE);
        metadata.putObject("labels").put("kubernetes.io/service-name", NAME);
        slice.put("addressType", own.address().contains(":") ? "IPv6" : "IPv4");
        slice.putArray("ports").add(port());
        ArrayNode list = slice.putArray("endpoints");
        addresses.forEach(address -> {
            ObjectNode endpoint = list.addObject();
            endpoint.putArray("addresses").add(address);
            endpoint.putObject("conditions").put("ready", true);
        });
        return slice;
    }

    private ObjectNode port() {
        return Json.object().put("name", "https").put("port", own.port()).put("protocol", "TCP");
    }
}
