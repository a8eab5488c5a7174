package io.gantry.resource.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Containers of every kind. */
final class ContainerRules {

    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> RESTART_POLICIES = List.of("Always", "Never", "OnFailure");
    private static final List<String> RESTART_ACTIONS = List.of("Restart", "RestartAllContainers");
    private static final List<String> HANDLERS =
            List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> NOT_EPHEMERAL = List.of(
            "ports",
            "resources",
            "livenessProbe",
            "readinessProbe",
            "startupProbe",
            "lifecycle",
            "resizePolicy",
            "restartPolicy",
            "restartPolicyRules");
    private static final String EPHEMERAL = "cannot be set for an Ephemeral Container";

    private final Field spec;
    private final Map<String, Field> volumes;
    private final long graceSeconds;
    private final boolean hostUsers;
    private final Set<String> names = new HashSet<>();
    private final Set<String> claims;

    private ContainerRules(Field spec, Map<String, Field> volumes) {
        this.spec = spec;
        this.volumes = volumes;
        this.claims = ResourceClaimNames.of(spec.at("resourceClaims"));
        this.graceSeconds = spec.at("terminationGracePeriodSeconds").number();
        this.hostUsers = !spec.at("hostUsers").isSet() || spec.at("hostUsers").isTrue();
    }

    static void check(Field spec, Map<String, Field> volumes) {
        ContainerRules rules = new ContainerRules(spec, volumes);
        rules.regular();
        rules.init();
        rules.ephemeral();
    }

    private void regular() {
        List<Field> containers = spec.items("containers");
        if (containers.isEmpty()) {
            spec.at("containers").required("");
        }
        for (Field container : containers) {
            common(container);
            if (!names.add(container.at("name").text())) {
                container.at("name").duplicate();
            }
            HandlerRules.check(container, graceSeconds);
            restartPolicy(container);
        }
        hostPorts(containers);
    }

    private void init() {
        for (Field container : spec.items("initContainers")) {
            common(container);
            restartPolicy(container);
            uniqueName(container);
            hostPorts(List.of(container));
            if (container.at("restartPolicy").is("Always")) {
                HandlerRules.check(container, graceSeconds);
            } else {
                HANDLERS.forEach(name -> container
                        .at(name)
                        .forbidIfSet("may not be set for init containers without restartPolicy=Always"));
            }
        }
    }

    private void uniqueName(Field container) {
        Field name = container.at("name");
        if (!name.isEmpty() && !names.add(name.text())) {
            name.duplicate();
        }
    }

    private void ephemeral() {
        Set<String> targets = Set.copyOf(names);
        for (Field container : spec.items("ephemeralContainers")) {
            common(container);
            uniqueName(container);
            Field target = container.at("targetContainerName");
            if (!target.isEmpty() && !targets.contains(target.text())) {
                target.notFound();
            }
            NOT_EPHEMERAL.stream()
                    .map(container::at)
                    .filter(field -> !field.isEmpty())
                    .forEach(field -> field.forbidden(EPHEMERAL));
            for (Field mount : container.items("volumeMounts")) {
                List.of("subPath", "subPathExpr").stream()
                        .map(mount::at)
                        .filter(field -> !field.isEmpty())
                        .forEach(field -> field.forbidden(EPHEMERAL));
            }
        }
    }

    private void common(Field container) {
        if (container.at("name").requireFilled()) {
            FormatRules.dnsLabel(container.at("name"));
        }
        container.at("image").requireFilled();
        container.at("terminationMessagePolicy").requireOneOf(List.of("File", "FallbackToLogsOnError"));
        ports(container.items("ports"));
        EnvironmentRules.check(container);
        MountRules.check(container, volumes);
        container.at("imagePullPolicy").requireOneOf(PULL_POLICIES);
        ResourceRules.container(container.at("resources"));
        ResourceClaimNames.references(container.at("resources").at("claims"), claims);
        resizePolicy(container.at("resizePolicy"));
        SecurityContextRules.container(container.at("securityContext"), hostUsers);
    }

    private static void ports(List<Field> ports) {
        Set<String> names = new HashSet<>();
        for (Field port : ports) {
            Field name = port.at("name");
            if (!name.isEmpty()) {
                List<String> errors = FormatRules.portName(name.text());
                name.invalid(errors);
                if (errors.isEmpty() && !names.add(name.text())) {
                    name.duplicate();
                }
            }
            if (port.at("containerPort").number() == 0) {
                port.at("containerPort").required("");
            } else {
                port.at("containerPort")
                        .invalid(FormatRules.portNumber(port.at("containerPort").number()));
            }
            if (port.at("hostPort").number() != 0) {
                port.at("hostPort")
                        .invalid(FormatRules.portNumber(port.at("hostPort").number()));
            }
            port.at("protocol").requireOneOf(PROTOCOLS);
        }
    }

    private static void hostPorts(List<Field> containers) {
        Set<String> taken = new HashSet<>();
        for (Field container : containers) {
            for (Field port : container.items("ports")) {
                Field hostPort = port.at("hostPort");
                String key =
                        port.at("protocol").text() + "/" + port.at("hostIP").text() + "/" + hostPort.number();
                if (hostPort.number() != 0 && !taken.add(key)) {
                    hostPort.errors().duplicate(hostPort.path(), key);
                }
            }
        }
    }

    private static void restartPolicy(Field container) {
        Field policy = container.at("restartPolicy");
        List<Field> rules = container.items("restartPolicyRules");
        policy.supportOnly(RESTART_POLICIES);
        if (!policy.isSet() && !rules.isEmpty()) {
            policy.required("must specify restartPolicy when restart rules are used");
        }
        if (rules.size() > 20) {
            policy.errors().tooMany(container.at("restartPolicyRules").path(), rules.size(), 20);
        }
        for (Field rule : rules) {
            if (!RESTART_ACTIONS.contains(rule.at("action").text())) {
                rule.at("action").notSupported(RESTART_ACTIONS);
            }
            if (rule.at("exitCodes").isSet()) {
                rule.at("exitCodes").at("operator").requireOneOf(List.of("In", "NotIn"));
            } else {
                rule.at("exitCodes").required("must be specified");
            }
        }
    }

    private void resizePolicy(Field policies) {
        Set<String> resources = new HashSet<>();
        for (Field policy : policies.items()) {
            String resource = policy.at("resourceName").text();
            if (!resources.add(resource)) {
                policy.errors().duplicate(policy.path(), resource);
            }
            policy.at("resourceName").reportedAs(policies.path()).requireOneOf(List.of("cpu", "memory"));
            Field restart = policy.at("restartPolicy").reportedAs(policies.path());
            restart.requireOneOf(List.of("NotRequired", "RestartContainer"));
            if (spec.at("restartPolicy").is("Never") && !restart.is("NotRequired")) {
                restart.invalid("must be 'NotRequired' when pod `restartPolicy` is 'Never'");
            }
        }
    }
}
