package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** NetworkPolicies. */
public final class NetworkPolicyRules {

    private static final List<String> TYPES = List.of("Ingress", "Egress");

    private NetworkPolicyRules() {}

    public static void checkNew(Field policy) {
        new NetworkPolicyRules.Check(List.of()).spec(policy.at("spec"));
    }

    /** Networks that were there before are let pass, whatever they look like. */
    public static void update(Field policy, JsonNode old) {
        List<String> before = Stream.of("ingress", "egress")
                .flatMap(direction -> Nodes.objects(old.path("spec"), direction).stream())
                .flatMap(
                        rule -> Stream.concat(Nodes.objects(rule, "from").stream(), Nodes.objects(rule, "to").stream()))
                .map(peer -> peer.path("ipBlock"))
                .flatMap(block ->
                        Stream.concat(Stream.of(Nodes.text(block, "cidr")), Nodes.texts(block, "except").stream()))
                .filter(network -> !network.isEmpty())
                .toList();
        new NetworkPolicyRules.Check(before).spec(policy.at("spec"));
    }

    /** @param before networks that are let pass */
    private record Check(List<String> before) {

        void spec(Field spec) {
            LabelRules.selector(spec.at("podSelector"));
            rules(spec.items("ingress"), "from");
            rules(spec.items("egress"), "to");
            Field types = spec.at("policyTypes");
            if (types.value().size() > TYPES.size()) {
                types.invalid("may not specify more than two policyTypes");
                return;
            }
            types.items().forEach(type -> type.supportOnly(TYPES));
        }

        private void rules(List<Field> rules, String peers) {
            for (Field rule : rules) {
                rule.items("ports").forEach(Check::port);
                rule.items(peers).forEach(this::peer);
            }
        }

        private static void port(Field entry) {
            entry.at("protocol").supportOnly(List.of("TCP", "UDP", "SCTP"));
            Field port = entry.at("port");
            Field end = entry.at("endPort");
            if (!port.isSet()) {
                refuseEnd(end, "may not be specified when `port` is not specified");
            } else if (port.value().isTextual()) {
                refuseEnd(end, "may not be specified when `port` is non-numeric");
                port.invalid(FormatRules.portName(port.text()));
            } else {
                port.invalid(FormatRules.portNumber(port.number()));
                if (end.isSet()) {
                    if (end.number() < port.number()) {
                        end.invalid(port.value(), "must be greater than or equal to `port`");
                    }
                    end.invalid(FormatRules.portNumber(end.number()));
                }
            }
        }

        private static void refuseEnd(Field end, String why) {
            if (end.isSet()) {
                end.invalid(why);
            }
        }

        private void peer(Field peer) {
            Field block = peer.at("ipBlock");
            boolean selects = peer.at("podSelector").isSet()
                    || peer.at("namespaceSelector").isSet();
            LabelRules.selector(peer.at("podSelector"));
            LabelRules.selector(peer.at("namespaceSelector"));
            if (block.isSet()) {
                block(block);
            }
            if (!selects && !block.isSet()) {
                peer.required("must specify a peer");
            } else if (selects && block.isSet()) {
                peer.forbidden("may not specify both ipBlock and another peer");
            }
        }

        private void block(Field block) {
            Field network = block.at("cidr");
            if (!network.requireFilled()) {
                return;
            }
            AddressRules.network(network, network.text(), before);
            Optional<AddressRange> outer = AddressRange.parse(network.text());
            if (outer.isEmpty()) {
                return;
            }
            for (Field except : block.items("except")) {
                AddressRules.network(except, except.text(), before);
                AddressRange.parse(except.text())
                        .filter(inner -> !outer.get().strictlyContains(inner))
                        .ifPresent(inner -> except.invalid("must be a strict subset of `cidr`"));
            }
        }
    }
}
