package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Services (upstream's {@code validateService}). */
public final class ServiceRules {

    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> POLICIES = List.of("Cluster", "Local");
    private static final List<String> DISTRIBUTIONS = List.of("PreferClose", "PreferSameZone", "PreferSameNode");
    private static final int MAX_AFFINITY_SECONDS = 86_400;
    private static final String BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'";

    private ServiceRules() {}

    public static void check(Field service) {
        Field spec = service.at("spec");
        boolean headless = ServiceAddressRules.isHeadless(spec.value());
        if (spec.at("ports").isEmpty() && !headless && !spec.at("type").is("ExternalName")) {
            spec.at("ports").required("");
        }
        byType(spec, headless);
        ports(spec);
        LabelRules.labels(spec.at("selector"));
        affinity(spec);
        ServiceAddressRules.check(service.value(), List.of(), service.errors());
        externalAddresses(spec.at("externalIPs"));
        spec.at("type").requireOneOf(TYPES);
        nodePorts(spec);
        duplicatePorts(spec);
        sourceRanges(spec);
        balancerFields(spec);
        trafficPolicies(spec);
    }

    private static void byType(Field spec, boolean headless) {
        String type = spec.at("type").text();
        if (headless && (type.equals("LoadBalancer") || type.equals("NodePort"))) {
            spec.items("clusterIPs").getFirst().invalid("may not be set to 'None' for " + type + " services");
        }
        if (!type.equals("ExternalName")) {
            return;
        }
        for (String name : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
            if (!spec.at(name).isEmpty()) {
                spec.at(name).forbidden("may not be set for ExternalName services");
            }
        }
        Field name = spec.at("externalName");
        String relative =
                name.text().endsWith(".") ? name.text().substring(0, name.text().length() - 1) : name.text();
        if (relative.isEmpty()) {
            name.required("");
        } else {
            NameRules.dnsSubdomain(relative).forEach(error -> name.invalid(relative, error));
        }
    }

    private static void ports(Field spec) {
        List<Field> ports = spec.items("ports");
        Set<String> names = new HashSet<>();
        for (Field port : ports) {
            Field name = port.at("name");
            if (ports.size() > 1 && name.isEmpty()) {
                name.required("");
            } else if (!name.isEmpty()) {
                FormatRules.dnsLabel(name);
                if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
            FormatRules.portNumber(port.at("port").number())
                    .forEach(error -> port.at("port").invalid(port.at("port").number(), error));
            port.at("protocol").requireOneOf(PROTOCOLS);
            HandlerRules.port(port.at("targetPort"));
            if (port.at("appProtocol").isSet()) {
                FormatRules.qualifiedName(port.at("appProtocol"));
            }
        }
    }

    private static void affinity(Field spec) {
        Field affinity = spec.at("sessionAffinity");
        affinity.requireOneOf(List.of("ClientIP", "None"));
        Field config = spec.at("sessionAffinityConfig");
        if (affinity.is("None")) {
            config.forbidIfSet("must not be set when session affinity is None");
        }
        if (!affinity.is("ClientIP")) {
            return;
        }
        Field seconds = config.at("clientIP").at("timeoutSeconds");
        for (Field needed : List.of(config, config.at("clientIP"), seconds)) {
            if (!needed.isSet()) {
                needed.required("when session affinity type is ClientIP");
                return;
            }
        }
        if (seconds.number() <= 0 || seconds.number() > MAX_AFFINITY_SECONDS) {
            seconds.invalid("must be greater than 0 and less than " + MAX_AFFINITY_SECONDS);
        }
    }

    private static void externalAddresses(Field addresses) {
        for (Field address : addresses.items()) {
            if (AddressRules.address(address, List.of())) {
                AddressRules.endpoint(address);
            }
        }
    }

    private static void nodePorts(Field spec) {
        Set<String> seen = new HashSet<>();
        for (Field port : spec.items("ports")) {
            Field nodePort = port.at("nodePort");
            if (nodePort.number() == 0) {
                continue;
            }
            if (spec.at("type").is("ClusterIP")) {
                nodePort.forbidden("may not be used when `type` is 'ClusterIP'");
            }
            if (!seen.add(port.at("protocol").text() + nodePort.number())) {
                nodePort.duplicate();
            }
        }
    }

    private static void duplicatePorts(Field spec) {
        Set<String> seen = new HashSet<>();
        for (Field port : spec.items("ports")) {
            String protocol = port.at("protocol").text();
            long number = port.at("port").number();
            if (!seen.add(protocol + number)) {
                port.errors()
                        .add(
                                "FieldValueDuplicate",
                                port.path(),
                                "Duplicate value: {\"protocol\":\"" + protocol + "\",\"port\":" + number + "}");
            }
        }
    }

    private static void sourceRanges(Field spec) {
        // upstream reports this field with a capital letter
        Field ranges = spec.at("loadBalancerSourceRanges").reportedAs("spec.LoadBalancerSourceRanges");
        if (ranges.isEmpty()) {
            return;
        }
        if (!spec.at("type").is("LoadBalancer")) {
            ranges.forbidden(BALANCER_ONLY);
        }
        ranges.items().forEach(range -> AddressRules.network(range, range.text().strip(), List.of()));
    }

    private static void balancerFields(Field spec) {
        Field balancerClass = spec.at("loadBalancerClass");
        Field allocate = spec.at("allocateLoadBalancerNodePorts");
        if (spec.at("type").is("LoadBalancer")) {
            if (!allocate.isSet()) {
                allocate.reportedAs("allocateLoadBalancerNodePorts").required("");
            }
            if (balancerClass.isSet()) {
                FormatRules.qualifiedName(balancerClass);
            }
        } else {
            allocate.forbidIfSet(BALANCER_ONLY);
            balancerClass.forbidIfSet(BALANCER_ONLY);
        }
    }

    private static void trafficPolicies(Field spec) {
        Field external = spec.at("externalTrafficPolicy");
        if (ServiceType.isExternallyAccessible(spec.value())) {
            external.requireOneOf(POLICIES);
        } else if (!external.isEmpty()) {
            external.invalid("may only be set for externally-accessible services");
        }
        Field healthCheck = spec.at("healthCheckNodePort");
        if (!ServiceType.needsHealthCheck(spec.value())) {
            if (healthCheck.number() != 0) {
                healthCheck.invalid(
                        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
            }
        } else if (healthCheck.number() == 0) {
            healthCheck.required("");
        } else {
            healthCheck.invalid(FormatRules.portNumber(healthCheck.number()));
        }
        if (ServiceType.isReachedWithinCluster(spec.value())) {
            spec.at("internalTrafficPolicy").requireSetTo(POLICIES);
        } else {
            spec.at("internalTrafficPolicy").supportOnly(POLICIES);
        }
        spec.at("trafficDistribution").supportOnly(DISTRIBUTIONS);
    }
}
