package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Columns of services. */
public final class ServiceColumns {

    private static final String NONE = "<none>";

    public static final TableColumns SERVICE = ColumnList.named()
            .text("Type", "How the service is reached.", o -> Nodes.text(o.spec(), "type"))
            .text("Cluster-IP", "Address within the cluster.", ServiceColumns::clusterIp)
            .text("External-IP", "Addresses outside the cluster.", ServiceColumns::externalIp)
            .text("Port(s)", "Port, node port and protocol.", ServiceColumns::ports)
            .age()
            .wide(
                    "Selector",
                    "Which pods it reaches.",
                    o -> SelectorText.ofLabels(o.spec().path("selector")))
            .build();

    private ServiceColumns() {}

    private static String clusterIp(ApiObject service) {
        List<String> addresses = Nodes.texts(service.spec(), "clusterIPs");
        return addresses.isEmpty() ? NONE : addresses.getFirst();
    }

    private static String externalIp(ApiObject service) {
        List<String> external = Nodes.texts(service.spec(), "externalIPs");
        return switch (Nodes.text(service.spec(), "type")) {
            case "ClusterIP", "NodePort" -> external.isEmpty() ? NONE : String.join(",", external);
            case "LoadBalancer" -> loadBalancer(service, external);
            case "ExternalName" -> Nodes.text(service.spec(), "externalName");
            default -> "<unknown>";
        };
    }

    private static String loadBalancer(ApiObject service, List<String> external) {
        TreeSet<String> ingress = new TreeSet<>();
        for (JsonNode point : Nodes.objects(service.status().path("loadBalancer"), "ingress")) {
            String ip = Nodes.text(point, "ip");
            ingress.add(ip.isEmpty() ? Nodes.text(point, "hostname") : ip);
        }
        ingress.remove("");
        List<String> all = new ArrayList<>(ingress);
        all.addAll(external);
        return all.isEmpty() ? "<pending>" : String.join(",", all);
    }

    private static String ports(ApiObject service) {
        List<String> pieces = Nodes.objects(service.spec(), "ports").stream()
                .map(ServiceColumns::port)
                .toList();
        return pieces.isEmpty() ? NONE : String.join(",", pieces);
    }

    private static String port(JsonNode port) {
        long nodePort = port.path("nodePort").asLong();
        return port.path("port").asLong() + (nodePort > 0 ? ":" + nodePort : "") + "/" + Nodes.text(port, "protocol");
    }
}
