package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.Base64;
import java.util.List;

/** APIServices (kube-aggregator, pkg/apis/apiregistration/validation). */
public final class ApiServiceRules {

    private static final int HIGHEST_GROUP_PRIORITY = 20_000;
    private static final int HIGHEST_VERSION_PRIORITY = 1000;
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");

    private ApiServiceRules() {}

    public static void check(Field service) {
        Field spec = service.at("spec");
        Field group = spec.at("group");
        Field version = spec.at("version");
        Field name = service.at("metadata").at("name");
        String required = version.text() + "." + group.text();
        boolean named = !name.isEmpty() && NameRules.pathSegment(name.text()).isEmpty();
        if (named && !name.text().equals(required)) {
            name.invalid("must be `spec.version+\".\"+spec.group`: \"" + required + "\"");
        }
        if (group.isEmpty() && !version.text().equals("v1")) {
            group.required("only v1 may have an empty group and it better be legacy kube");
        }
        if (!group.isEmpty()) {
            group.invalid(NameRules.dnsSubdomain(group.text()));
        }
        version.invalid(NameRules.dns1035Label(version.text()));
        between(spec.at("groupPriorityMinimum"), HIGHEST_GROUP_PRIORITY);
        between(spec.at("versionPriority"), HIGHEST_VERSION_PRIORITY);
        if (spec.at("service").isSet()) {
            remote(spec);
        } else {
            local(spec);
        }
    }

    private static void between(Field priority, int highest) {
        if (priority.number() <= 0 || priority.number() > highest) {
            priority.invalid((Object) priority.number(), "must be positive and less than " + highest);
        }
    }

    private static void local(Field spec) {
        Field bundle = spec.at("caBundle");
        if (!bundle.isEmpty()) {
            int length = Base64.getDecoder().decode(bundle.text()).length;
            bundle.invalid(length + " bytes", "local APIServices may not have a caBundle");
        }
        Field skip = spec.at("insecureSkipTLSVerify");
        if (skip.isTrue()) {
            skip.invalid("local APIServices may not have insecureSkipTLSVerify");
        }
    }

    private static void remote(Field spec) {
        Field service = spec.at("service");
        service.at("namespace").requireFilled();
        service.at("name").requireFilled();
        List<String> port = FormatRules.portNumber(service.at("port").number());
        if (!port.isEmpty()) {
            service.at("port").invalid("port is not valid: " + String.join(", ", port));
        }
        Field skip = spec.at("insecureSkipTLSVerify");
        if (skip.isTrue() && !spec.at("caBundle").isEmpty()) {
            skip.invalid("may not be true if caBundle is present");
        }
    }

    public static void checkStatus(Field status) {
        status.items("conditions").forEach(condition -> condition.at("status").supportOnly(STATUSES));
    }
}
