package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.IpAddress;
import io.gantry.object.Nodes;
import io.gantry.validation.NameRules;
import java.util.List;

/** Ingresses. */
public final class IngressRules {

    private static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";
    private static final List<String> PATH_TYPES = List.of("Exact", "ImplementationSpecific", "Prefix");
    private static final List<String> FORBIDDEN_PARTS = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> FORBIDDEN_ENDS = List.of("/..", "/.");
    private static final String NOT_AN_ADDRESS = "must be a DNS name, not an IP address";

    private IngressRules() {}

    public static void check(Field ingress) {
        Field spec = ingress.at("spec");
        Field backend = spec.at("defaultBackend");
        if (spec.at("rules").isEmpty() && !backend.isSet()) {
            spec.invalid(spec.at("rules").value(), "either `defaultBackend` or `rules` must be specified");
        }
        if (backend.isSet()) {
            backend(backend);
        }
        for (Field rule : spec.items("rules")) {
            host(rule.at("host"));
            if (rule.at("http").isSet()) {
                rule.at("http").at("paths").requireFilled();
                rule.at("http").items("paths").forEach(IngressRules::path);
            }
        }
        for (Field tls : spec.items("tls")) {
            tls.items("hosts").forEach(IngressRules::name);
            if (!tls.at("secretName").isEmpty()) {
                FormatRules.dnsSubdomain(tls.at("secretName"));
            }
        }
        if (spec.at("ingressClassName").isSet()) {
            FormatRules.dnsSubdomain(spec.at("ingressClassName"));
        }
    }

    public static void checkNew(Field ingress) {
        Field annotation = ingress.at("metadata").at("annotations").key(CLASS_ANNOTATION);
        Field name = ingress.at("spec").at("ingressClassName");
        if (annotation.isSet() && name.isSet() && !annotation.is(name.text())) {
            annotation
                    .reportedAs("annotations." + CLASS_ANNOTATION)
                    .invalid("must match `ingressClassName` when both are specified");
        }
    }

    private static void host(Field host) {
        if (!host.isEmpty()) {
            if (IpAddress.parse(host.text()).isPresent()) {
                host.invalid(NOT_AN_ADDRESS);
            }
            name(host);
        }
    }

    /** A DNS name whose first label may be a star. */
    private static void name(Field host) {
        host.invalid(
                host.text().contains("*")
                        ? NameRules.wildcardSubdomain(host.text())
                        : NameRules.dnsSubdomain(host.text()));
    }

    private static void path(Field entry) {
        Field type = entry.at("pathType");
        if (!type.isSet()) {
            type.required("pathType must be specified");
            return;
        }
        Field path = entry.at("path");
        boolean absolute = path.text().startsWith("/");
        switch (type.text()) {
            case "Exact", "Prefix" -> {
                if (!absolute) {
                    path.invalid("must be an absolute path");
                }
                FORBIDDEN_PARTS.stream()
                        .filter(path.text()::contains)
                        .forEach(part -> path.invalid("must not contain '" + part + "'"));
                FORBIDDEN_ENDS.stream()
                        .filter(path.text()::endsWith)
                        .forEach(end -> path.invalid("cannot end with '" + end + "'"));
            }
            case "ImplementationSpecific" -> {
                if (!path.isEmpty() && !absolute) {
                    path.invalid("must be an absolute path");
                }
            }
            default -> type.notSupported(PATH_TYPES);
        }
        backend(entry.at("backend"));
    }

    private static void backend(Field backend) {
        boolean resource = backend.at("resource").isSet();
        boolean service = backend.at("service").isSet();
        if (resource && service) {
            backend.invalid("", "cannot set both resource and service backends");
        } else if (resource) {
            IngressClassRules.reference(backend.at("resource"));
        } else if (service) {
            service(backend);
        } else {
            backend.invalid("", "resource or service backend is required");
        }
    }

    private static void service(Field backend) {
        Field service = backend.at("service");
        if (service.at("name").requireFilled()) {
            FormatRules.dnsLabel(service.at("name"));
        }
        Field name = service.at("port").at("name");
        Field number = service.at("port").at("number");
        boolean numbered = number.number() != 0;
        if (!name.isEmpty() && numbered) {
            backend.invalid("", "cannot set both port name & port number");
        } else if (!name.isEmpty()) {
            name.invalid(FormatRules.portName(name.text()));
        } else if (numbered) {
            number.invalid(FormatRules.portNumber(number.number()));
        } else {
            backend.required("port name or number is required");
        }
    }

    public static void status(Field ingress, JsonNode old) {
        List<String> before = Nodes.objects(old.at("/status/loadBalancer"), "ingress").stream()
                .map(point -> Nodes.text(point, "ip"))
                .toList();
        for (Field point : ingress.at("status").at("loadBalancer").items("ingress")) {
            if (!point.at("ip").isEmpty()) {
                AddressRules.address(point.at("ip"), before);
            }
            Field host = point.at("hostname");
            if (!host.isEmpty()) {
                FormatRules.dnsSubdomain(host);
                if (IpAddress.parse(host.text()).isPresent()) {
                    host.invalid(NOT_AN_ADDRESS);
                }
            }
        }
    }
}
