package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ports of a pod's containers that say the same twice, or something different each time. */
final class PortWarnings {

    private record Port(String path, ObjectNode port) {

        String hostIp() {
            return Nodes.text(port, "hostIP");
        }

        long hostPort() {
            return port.path("hostPort").asLong();
        }

        boolean hasNumberOf(Port other) {
            return port.path("containerPort").asLong()
                            == other.port.path("containerPort").asLong()
                    && Nodes.text(port, "protocol").equals(Nodes.text(other.port, "protocol"));
        }

        /** As Go prints a structure. */
        String shown() {
            return "{Name:" + Nodes.text(port, "name") + " HostPort:0 ContainerPort:"
                    + port.path("containerPort").asLong() + " Protocol:" + Nodes.text(port, "protocol") + " HostIP:"
                    + hostIp() + "}";
        }
    }

    private final List<Port> ports = new ArrayList<>();

    /** Containers come in the order of the pod's lists. */
    void add(ObjectNode container, String path) {
        List<ObjectNode> list = Nodes.objects(container, "ports");
        for (int i = 0; i < list.size(); i++) {
            ports.add(new Port(path + ".ports[" + i + "]", list.get(i)));
        }
    }

    List<String> all() {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            if (!port.hostIp().isEmpty() && port.hostPort() == 0) {
                warnings.add(port.path() + ": hostIP set without hostPort: " + port.shown());
            }
            ports.subList(0, i).stream().filter(port::hasNumberOf).forEach(other -> {
                String kind = conflict(port, other);
                if (!kind.isEmpty()) {
                    warnings.add(port.path() + ": " + kind + " port definition with " + other.path());
                }
            });
        }
        warnings.addAll(names());
        return warnings;
    }

    /** Of two ports with the same number; empty when they get along. */
    private static String conflict(Port port, Port other) {
        if (port.hostIp().equals(other.hostIp()) && port.hostPort() == other.hostPort()) {
            return "duplicate";
        }
        if (port.hostPort() == 0 || other.hostPort() == 0) {
            return "overlapping";
        }
        boolean oneForAllAddresses = port.hostIp().isEmpty() != other.hostIp().isEmpty();
        return port.hostPort() == other.hostPort() && oneForAllAddresses ? "dangerously ambiguous" : "";
    }

    private List<String> names() {
        List<String> warnings = new ArrayList<>();
        Map<String, String> first = new HashMap<>();
        for (Port port : ports) {
            String name = Nodes.text(port.port(), "name");
            String taken = name.isEmpty() ? null : first.putIfAbsent(name, port.path());
            if (taken != null) {
                warnings.add(port.path() + ": duplicate port name \"" + name + "\" with " + taken
                        + ", services and probes that select ports by name will use " + taken);
            }
        }
        return warnings;
    }
}
