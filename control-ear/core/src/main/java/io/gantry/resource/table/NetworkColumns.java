package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.ArrayList;
import java.util.List;

/** Columns of Endpoints and EndpointSlices. */
public final class NetworkColumns {

    private static final int SHOWN = 3;

    public static final TableColumns ENDPOINTS = ColumnList.named()
            .text("Endpoints", "Addresses and ports.", NetworkColumns::endpoints)
            .age()
            .build();

    public static final TableColumns ENDPOINT_SLICE = ColumnList.named()
            .text("AddressType", "IPv4, IPv6 or FQDN.", o -> Nodes.text(o.json(), "addressType"))
            .text("Ports", "Ports of every endpoint.", NetworkColumns::slicePorts)
            .text("Endpoints", "Addresses.", NetworkColumns::sliceAddresses)
            .age()
            .build();

    private NetworkColumns() {}

    private static String endpoints(ApiObject object) {
        List<Subset> subsets = views(object);
        if (subsets.isEmpty()) {
            return "<none>";
        }
        List<String> all = new ArrayList<>();
        subsets.forEach(subset -> subset.addTo(all));
        return shortened(all);
    }

    private static List<Subset> views(ApiObject object) {
        return Nodes.objects(object.json(), "subsets").stream().map(Subset::new).toList();
    }

    /** One subset of an Endpoints: every address with every port, or bare addresses when it has no ports. */
    private record Subset(JsonNode subset) {

        void addTo(List<String> all) {
            List<JsonNode> ports = List.copyOf(Nodes.objects(subset, "ports"));
            if (ports.isEmpty()) {
                addresses().forEach(all::add);
            }
            ports.forEach(port -> addresses()
                    .forEach(ip -> all.add(hostPort(ip, port.path("port").asText()))));
        }

        private List<String> addresses() {
            return Nodes.objects(subset, "addresses").stream()
                    .map(address -> Nodes.text(address, "ip"))
                    .toList();
        }

        private static String hostPort(String ip, String port) {
            return ip.contains(":") ? "[" + ip + "]:" + port : ip + ":" + port;
        }
    }

    private static String slicePorts(ApiObject slice) {
        List<String> ports = Nodes.objects(slice.json(), "ports").stream()
                .map(NetworkColumns::slicePort)
                .toList();
        return orUnset(shortened(ports));
    }

    private static String slicePort(JsonNode port) {
        if (Nodes.has(port, "port")) {
            return port.path("port").asText();
        }
        return Nodes.has(port, "name") ? Nodes.text(port, "name") : "*";
    }

    private static String sliceAddresses(ApiObject slice) {
        List<String> addresses = Nodes.objects(slice.json(), "endpoints").stream()
                .flatMap(endpoint -> Nodes.texts(endpoint, "addresses").stream())
                .toList();
        return orUnset(shortened(addresses));
    }

    private static String shortened(List<String> all) {
        String shown = String.join(",", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() > SHOWN ? shown + " + " + (all.size() - SHOWN) + " more..." : shown;
    }

    private static String orUnset(String text) {
        return text.isEmpty() ? "<unset>" : text;
    }
}
