package io.gantry.resource.validation;

import java.util.List;

/** Probes and lifecycle hooks. */
final class HandlerRules {

    private static final List<String> PROBE_HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");
    private static final List<String> HOOK_HANDLERS = List.of("exec", "httpGet", "tcpSocket", "sleep");
    private static final List<String> SECONDS =
            List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");

    private HandlerRules() {}

    /** All probes and hooks of a container that may have them. */
    static void check(Field container, long graceSeconds) {
        lifecycle(container.at("lifecycle"), graceSeconds);
        onceIsEnough(container.at("livenessProbe"));
        readiness(container.at("readinessProbe"));
        onceIsEnough(container.at("startupProbe"));
    }

    private static void lifecycle(Field lifecycle, long graceSeconds) {
        for (String hook : List.of("postStart", "preStop")) {
            if (lifecycle.at(hook).isSet()) {
                handler(lifecycle.at(hook), HOOK_HANDLERS, graceSeconds);
            }
        }
        lifecycle.at("stopSignal").forbidIfSet("may not be set for containers with empty `spec.os.name`");
    }

    private static void onceIsEnough(Field probe) {
        if (probe.isSet()) {
            probe(probe);
            if (probe.at("successThreshold").number() != 1) {
                probe.at("successThreshold").invalid("must be 1");
            }
        }
    }

    private static void readiness(Field probe) {
        if (probe.isSet()) {
            probe(probe);
            if (probe.at("terminationGracePeriodSeconds").isSet()) {
                probe.at("terminationGracePeriodSeconds").invalid("must not be set for readinessProbes");
            }
        }
    }

    private static void probe(Field probe) {
        handler(probe, PROBE_HANDLERS, 0);
        SECONDS.forEach(name -> probe.at(name).requireNotNegative());
        Field grace = probe.at("terminationGracePeriodSeconds");
        if (grace.isSet() && grace.number() <= 0) {
            grace.invalid("must be greater than 0");
        }
    }

    /** Exactly one way to ask or to act. */
    private static void handler(Field parent, List<String> kinds, long graceSeconds) {
        List<Field> set = kinds.stream().map(parent::at).filter(Field::isSet).toList();
        if (set.isEmpty()) {
            parent.required("must specify a handler type");
            return;
        }
        set.stream().skip(1).forEach(extra -> extra.forbidden("may not specify more than 1 handler type"));
        Field handler = set.getFirst();
        switch (handler.path().substring(parent.path().length() + 1)) {
            case "exec" -> handler.at("command").requireFilled();
            case "httpGet" -> httpGet(handler);
            case "sleep" -> sleep(handler, graceSeconds);
            default -> port(handler.at("port"));
        }
    }

    private static void httpGet(Field get) {
        get.at("path").requireFilled();
        port(get.at("port"));
        if (!List.of("HTTP", "HTTPS").contains(get.at("scheme").text())) {
            get.at("scheme").notSupported(List.of("HTTP", "HTTPS"));
        }
        Field headers = get.at("httpHeaders");
        headers.items()
                .forEach(header -> FormatRules.headerName(header.at("name").text())
                        .forEach(error -> headers.invalid(header.at("name").text(), error)));
    }

    private static void sleep(Field sleep, long graceSeconds) {
        long seconds = sleep.at("seconds").number();
        if (seconds < 0 || seconds > graceSeconds) {
            sleep.invalid(
                    seconds, "must be non-negative and less than terminationGracePeriodSeconds (" + graceSeconds + ")");
        }
    }

    /** A number, or the name of a port. */
    static void port(Field port) {
        if (port.value().isTextual()) {
            port.invalid(FormatRules.portName(port.text()));
        } else {
            FormatRules.portNumber(port.number()).forEach(error -> port.invalid(port.number(), error));
        }
    }
}
