package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pod specs, in pods and in templates (upstream's {@code ValidatePodSpec}). */
public final class PodSpecRules {

    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
    private static final int HOSTNAME_LENGTH = 64;
    private static final int MAX_NAMESERVERS = 3;
    private static final int MAX_SEARCHES = 32;
    private static final int MAX_SEARCH_LENGTH = 2048;

    private PodSpecRules() {}

    /** A pod spec within a template. */
    public static void ofTemplate(Field spec) {
        check(spec, false);
    }

    /** The spec of a pod. */
    public static void ofPod(Field spec) {
        check(spec, true);
        for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
            spec.items(list).forEach(container -> unpadded(container.at("image")));
        }
    }

    static void unpadded(Field image) {
        if (!image.text().strip().equals(image.text())) {
            image.invalid("must not have leading or trailing whitespace");
        }
    }

    private static void check(Field spec, boolean pod) {
        if (!spec.at("terminationGracePeriodSeconds").isSet()) {
            spec.at("terminationGracePeriodSeconds").required("");
        }
        Map<String, Field> volumes = VolumeRules.check(spec.at("volumes"), pod);
        ResourceClaimNames.check(spec.at("resourceClaims"));
        ContainerRules.check(spec, volumes);
        if (spec.at("resources").isSet()) {
            ResourceRules.pod(spec.at("resources"));
        }
        hostNetworkPorts(spec, pod);
        spec.at("restartPolicy").requireOneOf(RESTART_POLICIES);
        spec.at("dnsPolicy").requireOneOf(DNS_POLICIES);
        LabelRules.labels(spec.at("nodeSelector"));
        SecurityContextRules.pod(spec);
        AffinityRules.check(spec.at("affinity"));
        dnsConfig(spec);
        spec.items("readinessGates").forEach(gate -> FormatRules.qualifiedName(gate.at("conditionType")));
        schedulingGates(spec.items("schedulingGates"));
        AffinityRules.spreading(spec.at("topologySpreadConstraints"));
        hostUsers(spec);
        hostnameOverride(spec);
        names(spec);
        deadline(spec.at("activeDeadlineSeconds"));
        TolerationRules.tolerations(spec.at("tolerations"));
        hostAliases(spec.items("hostAliases"));
        if (spec.at("preemptionPolicy").isSet()) {
            spec.at("preemptionPolicy").requireOneOf(List.of("PreemptLowerPriority", "Never"));
        }
        ResourceRules.amounts(spec.at("overhead"));
        operatingSystem(spec.at("os"));
    }

    /** On the host's network the two ports of a container are one. In templates the host's may still be open. */
    private static void hostNetworkPorts(Field spec, boolean pod) {
        if (!spec.at("hostNetwork").isTrue()) {
            return;
        }
        for (Field container : spec.items("containers")) {
            for (Field port : container.items("ports")) {
                long hostPort = port.at("hostPort").number();
                if ((pod || hostPort != 0)
                        && hostPort != port.at("containerPort").number()) {
                    port.at("hostPort").invalid(hostPort, "must match `containerPort` when `hostNetwork` is true");
                }
            }
        }
    }

    private static void dnsConfig(Field spec) {
        Field config = spec.at("dnsConfig");
        Field nameservers = config.at("nameservers");
        if (spec.at("dnsPolicy").is("None")) {
            if (!config.isSet()) {
                config.required("must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }
            if (nameservers.isEmpty()) {
                nameservers.required("must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }
        if (nameservers.items().size() > MAX_NAMESERVERS) {
            nameservers.invalid("must not have more than " + MAX_NAMESERVERS + " nameservers");
        }
        nameservers.items().forEach(nameserver -> AddressRules.address(nameserver, List.of()));
        searches(config.at("searches"));
        config.items("options").stream()
                .filter(option -> option.at("name").isEmpty())
                .forEach(option -> option.required("must not be empty"));
    }

    private static void searches(Field searches) {
        if (searches.items().size() > MAX_SEARCHES) {
            searches.invalid("must not have more than " + MAX_SEARCHES + " search paths");
        }
        if (String.join(" ", searches.texts()).length() > MAX_SEARCH_LENGTH) {
            searches.invalid("must not have more than " + MAX_SEARCH_LENGTH
                    + " characters (including spaces) in the search list");
        }
        for (Field search : searches.items()) {
            String domain = search.text();
            if (!domain.equals(".")) {
                String relative = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
                FormatRules.searchDomain(relative).forEach(error -> search.invalid(relative, error));
            }
        }
    }

    private static void schedulingGates(List<Field> gates) {
        Set<String> seen = new HashSet<>();
        for (Field gate : gates) {
            String name = gate.at("name").text();
            NameRules.qualifiedName(name).forEach(error -> gate.invalid(name, error));
            if (!seen.add(name)) {
                gate.errors().duplicate(gate.path(), name);
            }
        }
    }

    private static void hostUsers(Field spec) {
        if (!spec.at("hostUsers").isSet() || spec.at("hostUsers").isTrue()) {
            return;
        }
        for (String namespace : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (spec.at(namespace).isTrue()) {
                spec.at(namespace).forbidden("when `hostUsers` is false");
            }
        }
    }

    private static void hostnameOverride(Field spec) {
        Field override = spec.at("hostnameOverride");
        if (!override.isSet()) {
            return;
        }
        if (spec.at("setHostnameAsFQDN").isTrue()) {
            override.forbidden("may not be specified when setHostnameAsFQDN is true");
        }
        if (spec.at("hostNetwork").isTrue()) {
            override.forbidden("may not be specified when hostNetwork is true");
        }
        if (override.text().length() > HOSTNAME_LENGTH) {
            override.errors().tooLong(override.path(), HOSTNAME_LENGTH);
        }
        FormatRules.dnsSubdomain(override);
    }

    private static void names(Field spec) {
        for (String name : List.of("serviceAccountName", "nodeName", "priorityClassName")) {
            if (!spec.at(name).isEmpty()) {
                FormatRules.dnsSubdomain(spec.at(name));
            }
        }
        if (spec.at("runtimeClassName").isSet()) {
            FormatRules.dnsSubdomain(spec.at("runtimeClassName"));
        }
        for (String name : List.of("hostname", "subdomain")) {
            if (!spec.at(name).isEmpty()) {
                FormatRules.dnsLabel(spec.at(name));
            }
        }
    }

    private static void deadline(Field deadline) {
        if (deadline.isSet()) {
            deadline.invalid(FormatRules.inRange(deadline.number(), 1, Integer.MAX_VALUE));
        }
    }

    private static void hostAliases(List<Field> aliases) {
        for (Field alias : aliases) {
            AddressRules.address(alias.at("ip"), List.of());
            alias.items("hostnames").forEach(FormatRules::dnsSubdomain);
        }
    }

    private static void operatingSystem(Field os) {
        if (os.isSet() && os.at("name").requireFilled()) {
            if (!List.of("linux", "windows").contains(os.at("name").text())) {
                os.errors().notSupported(os.path(), os.at("name").text(), List.of("linux", "windows"));
            }
        }
    }
}
