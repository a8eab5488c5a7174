package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Columns of networking.k8s.io. */
public final class IngressColumns {

    private static final int HOSTS = 3;

    public static final TableColumns INGRESS = ColumnList.named()
            .text(
                    "Class",
                    "Who serves it.",
                    o -> Nodes.has(o.spec(), "ingressClassName") ? Nodes.text(o.spec(), "ingressClassName") : "<none>")
            .text("Hosts", "Host names that it is for.", IngressColumns::hosts)
            .text("Address", "Where it can be reached.", IngressColumns::addresses)
            .text("Ports", "Ports that are open.", o -> o.spec().path("tls").isEmpty() ? "80" : "80, 443")
            .age()
            .build();

    public static final TableColumns INGRESS_CLASS = ColumnList.empty()
            .text(ColumnList.nameColumn(0), IngressColumns::nameAndDefault)
            .text("Controller", "Who serves its ingresses.", o -> Nodes.text(o.spec(), "controller"))
            .text("Parameters", "What configures it.", IngressColumns::parameters)
            .age()
            .build();

    public static final TableColumns NETWORK_POLICY = ColumnList.named()
            .text(
                    "Pod-Selector",
                    "Which pods it is for.",
                    o -> SelectorText.ofSelector(o.spec().path("podSelector")))
            .age()
            .build();

    public static final TableColumns SERVICE_CIDR = ColumnList.named()
            .text("CIDRs", "Networks of service addresses.", o -> String.join(",", Nodes.texts(o.spec(), "cidrs")))
            .age()
            .build();

    public static final TableColumns IP_ADDRESS = ColumnList.named()
            .text("ParentRef", "Who has the address.", IngressColumns::parent)
            .build();

    private IngressColumns() {}

    private static String hosts(ApiObject ingress) {
        List<ObjectNode> rules = Nodes.objects(ingress.spec(), "rules");
        List<String> hosts = rules.stream()
                .map(rule -> Nodes.text(rule, "host"))
                .filter(host -> !host.isEmpty())
                .limit(HOSTS)
                .toList();
        if (hosts.isEmpty()) {
            return "*";
        }
        boolean more = hosts.size() == HOSTS && lastShown(rules) < rules.size() - 1;
        return String.join(",", hosts) + (more ? " + " + (rules.size() - HOSTS) + " more..." : "");
    }

    private static int lastShown(List<ObjectNode> rules) {
        int shown = 0;
        for (int i = 0; i < rules.size(); i++) {
            if (!Nodes.text(rules.get(i), "host").isEmpty() && ++shown == HOSTS) {
                return i;
            }
        }
        return rules.size();
    }

    private static String addresses(ApiObject ingress) {
        return Nodes.objects(ingress.status().path("loadBalancer"), "ingress").stream()
                .map(point ->
                        Nodes.text(point, "ip").isEmpty() ? Nodes.text(point, "hostname") : Nodes.text(point, "ip"))
                .filter(address -> !address.isEmpty())
                .sorted()
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static String nameAndDefault(ApiObject object) {
        boolean isDefault = Nodes.text(
                        object.metadata().path("annotations"), "ingressclass.kubernetes.io/is-default-class")
                .equals("true");
        return object.name() + (isDefault ? " (default)" : "");
    }

    private static String parameters(ApiObject object) {
        JsonNode parameters = object.spec().path("parameters");
        if (!parameters.isObject()) {
            return "<none>";
        }
        String group = Nodes.has(parameters, "apiGroup") ? "." + Nodes.text(parameters, "apiGroup") : "";
        return Nodes.text(parameters, "kind") + group + "/" + Nodes.text(parameters, "name");
    }

    private static String parent(ApiObject object) {
        JsonNode parent = object.spec().path("parentRef");
        if (!parent.isObject()) {
            return "<none>";
        }
        String group = Nodes.text(parent, "group");
        String resource = Nodes.text(parent, "resource") + (group.isEmpty() ? "" : "." + group);
        String namespace = Nodes.text(parent, "namespace");
        return resource.toLowerCase(Locale.ROOT) + (namespace.isEmpty() ? "" : "/" + namespace) + "/"
                + Nodes.text(parent, "name");
    }
}
