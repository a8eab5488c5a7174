package io.gantry.resource.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.ServiceType;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives the ports of one service their node ports. */
final class ServiceNodePorts {

    private final NodePortAllocator allocator;

    ServiceNodePorts(NodePortAllocator allocator) {
        this.allocator = allocator;
    }

    void allocate(ObjectNode spec, Optional<JsonNode> old, ServiceClaims taken, FieldErrors errors) {
        Operation operation =
                new Operation(taken, old.map(ServiceNodePorts::ports).orElse(Set.of()), errors);
        if (ServiceType.mayHaveNodePorts(spec)) {
            if (old.isPresent()) {
                operation.update(spec);
            } else {
                operation.create(spec);
            }
        }
        if (ServiceType.needsHealthCheck(spec)) {
            operation.healthCheck(spec);
        }
    }

    private static Set<Integer> ports(JsonNode spec) {
        Set<Integer> ports = new HashSet<>();
        Nodes.objects(spec, "ports")
                .forEach(port -> ports.add(port.path("nodePort").asInt()));
        if (ServiceType.needsHealthCheck(spec)) {
            ports.add(spec.path("healthCheckNodePort").asInt());
        }
        ports.remove(0);
        return ports;
    }

    /** One service's allocation: knows what it had, and what it has taken so far. */
    private final class Operation {

        private final ServiceClaims taken;
        private final Set<Integer> own;
        private final FieldErrors errors;
        private final Set<Integer> now = new HashSet<>();

        Operation(ServiceClaims taken, Set<Integer> own, FieldErrors errors) {
            this.taken = taken;
            this.own = own;
            this.errors = errors;
        }

        /** Ports of one number share a node port: that is how a service speaks TCP and UDP on the same one. */
        void create(ObjectNode spec) {
            Map<Integer, Integer> byPort = new HashMap<>();
            List<ObjectNode> ports = Nodes.objects(spec, "ports");
            for (int i = 0; i < ports.size(); i++) {
                ObjectNode port = ports.get(i);
                int number = port.path("port").asInt();
                int wanted = port.path("nodePort").asInt();
                if (wanted == 0 && !ServiceType.needsNodePorts(spec)) {
                    continue;
                }
                Integer shared = byPort.get(number);
                if (shared == null) {
                    int requested = requestedFor(number, ports);
                    int given = requested != 0 ? take(requested, i) : free();
                    port.put("nodePort", given);
                    byPort.put(number, given);
                } else if (wanted == 0) {
                    port.put("nodePort", shared);
                } else if (wanted != shared) {
                    take(wanted, i);
                }
            }
        }

        private static int requestedFor(int number, List<ObjectNode> ports) {
            return ports.stream()
                    .filter(port -> port.path("port").asInt() == number)
                    .mapToInt(port -> port.path("nodePort").asInt())
                    .filter(nodePort -> nodePort != 0)
                    .findFirst()
                    .orElse(0);
        }

        void update(ObjectNode spec) {
            List<ObjectNode> ports = Nodes.objects(spec, "ports");
            for (int i = 0; i < ports.size(); i++) {
                int wanted = ports.get(i).path("nodePort").asInt();
                if (wanted == 0 && ServiceType.needsNodePorts(spec)) {
                    ports.get(i).put("nodePort", free());
                } else if (wanted != 0 && !own.contains(wanted) && !now.contains(wanted)) {
                    take(wanted, i);
                }
            }
        }

        void healthCheck(ObjectNode spec) {
            int wanted = spec.path("healthCheckNodePort").asInt();
            if (wanted == 0) {
                spec.put("healthCheckNodePort", free());
            } else if (!own.contains(wanted)) {
                allocator.refusal(wanted, this::isTaken).ifPresent(why -> {
                    throw StatusException.internalError(
                            "failed to allocate requested HealthCheck NodePort " + wanted + ": " + why);
                });
                now.add(wanted);
            }
        }

        private int take(int port, int index) {
            allocator
                    .refusal(port, this::isTaken)
                    .ifPresent(why -> errors.invalid("spec.ports[" + index + "].nodePort", port, why));
            now.add(port);
            return port;
        }

        private int free() {
            int port = allocator
                    .next(this::isTaken)
                    .orElseThrow(() -> StatusException.internalError("failed to allocate a nodePort: range is full"));
            now.add(port);
            return port;
        }

        private boolean isTaken(int port) {
            return now.contains(port) || taken.isTaken(ServiceClaims.nodePort(port));
        }
    }
}
