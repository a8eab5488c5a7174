package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import java.util.List;

/** What may change in a service, and what a load balancer may report of one. */
public final class ServiceUpdateRules {

    private static final String ONCE = "may not change once set";

    private ServiceUpdateRules() {}

    public static void check(Field service, JsonNode old) {
        Field spec = service.at("spec");
        JsonNode before = old.path("spec");
        if (ServiceType.needsClusterIp(spec.value()) && ServiceType.needsClusterIp(before)) {
            addresses(spec, before);
            families(spec, before);
        }
        boolean balancer = ServiceType.isLoadBalancer(spec.value()) && ServiceType.isLoadBalancer(before);
        if (balancer && !spec.at("loadBalancerClass").value().equals(before.path("loadBalancerClass"))) {
            spec.at("loadBalancerClass").invalid(ONCE);
        }
        if (ServiceType.needsHealthCheck(spec.value())
                && ServiceType.needsHealthCheck(before)
                && spec.at("healthCheckNodePort").number()
                        != before.path("healthCheckNodePort").asLong()) {
            spec.at("healthCheckNodePort").forbidden("field is immutable");
        }
    }

    private static void addresses(Field spec, JsonNode before) {
        boolean headlessBefore = ServiceAddressRules.isHeadless(before);
        if (headlessBefore && ServiceAddressRules.isHeadless(spec.value())) {
            return;
        }
        Field field = spec.at("clusterIPs");
        List<String> now = field.texts();
        List<String> then = Nodes.texts(before, "clusterIPs");
        if (now.isEmpty() && !then.isEmpty()) {
            field.reportedAs(field.path() + "[0]").invalid("primary clusterIP can not be unset");
            return;
        }
        for (int i = 0; i < Math.min(now.size(), then.size()); i++) {
            boolean judged = i == 0 || now.size() == then.size();
            if (judged && !now.get(i).equals(then.get(i))) {
                field.reportedAs(field.path() + "[" + i + "]").invalid(ONCE);
            }
        }
        if (now.size() < then.size() && !spec.at("ipFamilyPolicy").is("SingleStack")) {
            spec.at("ipFamilyPolicy").invalid("must be set to 'SingleStack' when releasing the secondary clusterIP");
        }
    }

    private static void families(Field spec, JsonNode before) {
        boolean headless = ServiceAddressRules.isHeadless(spec.value());
        if (headless || ServiceAddressRules.isHeadless(before)) {
            return;
        }
        Field field = spec.at("ipFamilies");
        List<String> now = field.texts();
        List<String> then = Nodes.texts(before, "ipFamilies");
        for (int i = 0; i < Math.min(now.size(), then.size()); i++) {
            boolean judged = i == 0 || now.size() == then.size();
            if (judged && !now.get(i).equals(then.get(i))) {
                field.reportedAs(field.path() + "[0]").invalid(ONCE);
            }
        }
        if (now.size() == 1 && then.size() == 2 && !spec.at("ipFamilyPolicy").is("SingleStack")) {
            spec.at("ipFamilyPolicy").invalid("must be set to 'SingleStack' when releasing the secondary ipFamily");
        }
    }

    /** The status of a load balancer. */
    public static void status(Field service, JsonNode old) {
        Field ingress = service.at("status").at("loadBalancer").at("ingress");
        if (!ServiceType.isLoadBalancer(service.value().path("spec"))) {
            if (!ingress.isEmpty()) {
                ingress.forbidden("may only be used when `spec.type` is 'LoadBalancer'");
            }
            return;
        }
        List<String> before = Nodes.objects(old.at("/status/loadBalancer"), "ingress").stream()
                .map(point -> Nodes.text(point, "ip"))
                .toList();
        ingress.items().forEach(point -> point(point, before));
    }

    private static void point(Field point, List<String> before) {
        Field ip = point.at("ip");
        Field mode = point.at("ipMode");
        if (!ip.isEmpty()) {
            AddressRules.address(ip, before);
            if (!mode.isSet()) {
                mode.required("must be specified when `ip` is set");
            }
            mode.supportOnly(List.of("Proxy", "VIP"));
        } else if (mode.isSet()) {
            mode.forbidden("may not be specified when `ip` is not set");
        }
        Field hostname = point.at("hostname");
        if (!hostname.isEmpty()) {
            FormatRules.dnsSubdomain(hostname);
            if (IpAddress.parse(hostname.text()).isPresent()) {
                hostname.invalid("must be a DNS name, not an IP address");
            }
        }
    }
}
