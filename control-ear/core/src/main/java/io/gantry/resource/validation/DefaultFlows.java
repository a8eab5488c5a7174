package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Optional;

/** The FlowSchemas and PriorityLevelConfigurations that every cluster has; two of each are mandatory and fixed. */
public final class DefaultFlows {

    private static final String AUTO_UPDATE = "apf.kubernetes.io/autoupdate-spec";
    private static final List<String> MANDATORY = List.of("exempt", "catch-all");
    private static final String BY_USER = "ByUser";
    private static final String BY_NAMESPACE = "ByNamespace";
    private static final String NODES = "system:nodes";
    private static final List<String> EVERYBODY = List.of("system:unauthenticated", "system:authenticated");

    private static final List<ObjectNode> LEVELS = List.of(
            exempt(),
            level("catch-all", 5, 0, 0, 0),
            level("system", 30, 33, 64, 6),
            level("node-high", 40, 25, 64, 6),
            level("leader-election", 10, 0, 16, 4),
            level("workload-high", 40, 50, 128, 6),
            level("workload-low", 100, 90, 128, 6),
            level("global-default", 20, 50, 128, 6));

    private static final List<ObjectNode> SCHEMAS = List.of(
            schema("exempt", "exempt", 1, "", everything(groups(List.of("system:masters")))),
            schema("catch-all", "catch-all", 10_000, BY_USER, everything(groups(EVERYBODY))),
            schema("system-nodes", "system", 500, BY_USER, everything(groups(List.of(NODES)))),
            schema("system-node-high", "node-high", 400, BY_USER, nodeUpdates()),
            schema("probes", "exempt", 2, "", probes()),
            schema("system-leader-election", "leader-election", 100, BY_USER, leaderElection()),
            schema(
                    "kube-controller-manager",
                    "workload-high",
                    800,
                    BY_NAMESPACE,
                    everything(users("system:kube-controller-manager"))),
            schema("kube-scheduler", "workload-high", 800, BY_NAMESPACE, everything(users("system:kube-scheduler"))),
            schema("kube-system-service-accounts", "workload-high", 900, BY_NAMESPACE, everything(systemAccounts())),
            schema(
                    "service-accounts",
                    "workload-low",
                    9000,
                    BY_USER,
                    everything(groups(List.of("system:serviceaccounts")))),
            schema("global-default", "global-default", 9900, BY_USER, everything(groups(EVERYBODY))));

    private DefaultFlows() {}

    /** All levels, to be created where they are missing. */
    public static List<ObjectNode> priorityLevels() {
        return LEVELS.stream().map(ObjectNode::deepCopy).toList();
    }

    /** All schemas, to be created where they are missing. */
    public static List<ObjectNode> flowSchemas() {
        return SCHEMAS.stream().map(ObjectNode::deepCopy).toList();
    }

    static Optional<ObjectNode> mandatoryLevel(String name) {
        return mandatory(LEVELS, name);
    }

    static Optional<ObjectNode> mandatorySchema(String name) {
        return mandatory(SCHEMAS, name);
    }

    private static Optional<ObjectNode> mandatory(List<ObjectNode> objects, String name) {
        return objects.stream()
                .filter(object -> MANDATORY.contains(name)
                        && Nodes.text(object.path("metadata"), "name").equals(name))
                .findFirst();
    }

    private static ObjectNode named(String name) {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("name", name).putObject("annotations").put(AUTO_UPDATE, "true");
        return object;
    }

    private static ObjectNode exempt() {
        ObjectNode level = named("exempt");
        level.putObject("spec")
                .put("type", "Exempt")
                .putObject("exempt")
                .put("nominalConcurrencyShares", 0)
                .put("lendablePercent", 0);
        return level;
    }

    /** A level that refuses what it cannot serve at once when it has no queues. */
    private static ObjectNode level(String name, int shares, int lendable, int queues, int hand) {
        ObjectNode level = named(name);
        ObjectNode limited = level.putObject("spec").put("type", "Limited").putObject("limited");
        ObjectNode response = limited.put("nominalConcurrencyShares", shares)
                .put("lendablePercent", lendable)
                .putObject("limitResponse");
        if (queues == 0) {
            response.put("type", "Reject");
        } else {
            response.put("type", "Queue")
                    .putObject("queuing")
                    .put("queues", queues)
                    .put("handSize", hand)
                    .put("queueLengthLimit", 50);
        }
        return level;
    }

    private static ObjectNode schema(String name, String level, int precedence, String distinguisher, ObjectNode rule) {
        ObjectNode schema = named(name);
        ObjectNode spec = schema.putObject("spec");
        spec.putObject("priorityLevelConfiguration").put("name", level);
        spec.put("matchingPrecedence", precedence);
        if (!distinguisher.isEmpty()) {
            spec.putObject("distinguisherMethod").put("type", distinguisher);
        }
        spec.putArray("rules").add(rule);
        return schema;
    }

    private static ObjectNode rule(ArrayNode subjects) {
        ObjectNode rule = Json.object();
        rule.set("subjects", subjects);
        return rule;
    }

    private static ArrayNode groups(List<String> names) {
        return subjects("Group", "group", names);
    }

    private static ArrayNode users(String... names) {
        return subjects("User", "user", List.of(names));
    }

    private static ArrayNode subjects(String kind, String field, List<String> names) {
        ArrayNode subjects = Json.MAPPER.createArrayNode();
        names.forEach(
                name -> subjects.addObject().put("kind", kind).putObject(field).put("name", name));
        return subjects;
    }

    private static ArrayNode systemAccounts() {
        ArrayNode subjects = Json.MAPPER.createArrayNode();
        subjects.addObject()
                .put("kind", "ServiceAccount")
                .putObject("serviceAccount")
                .put("name", "*")
                .put("namespace", "kube-system");
        return subjects;
    }

    private static ObjectNode everything(ArrayNode subjects) {
        ObjectNode rule = rule(subjects);
        resources(rule, List.of("*"), "*", List.of("*")).put("clusterScope", true);
        paths(rule, "*", List.of("*"));
        return rule;
    }

    private static ObjectNode resources(ObjectNode rule, List<String> verbs, String group, List<String> resources) {
        ObjectNode resourceRule = rule.withArray("resourceRules").addObject();
        verbs.forEach(resourceRule.putArray("verbs")::add);
        resourceRule.putArray("apiGroups").add(group);
        resources.forEach(resourceRule.putArray("resources")::add);
        resourceRule.putArray("namespaces").add("*");
        return resourceRule;
    }

    private static void paths(ObjectNode rule, String verb, List<String> paths) {
        ObjectNode pathRule = rule.withArray("nonResourceRules").addObject();
        pathRule.putArray("verbs").add(verb);
        paths.forEach(pathRule.putArray("nonResourceURLs")::add);
    }

    private static ObjectNode nodeUpdates() {
        ObjectNode rule = rule(groups(List.of(NODES)));
        resources(rule, List.of("*"), "", List.of("nodes", "nodes/status")).put("clusterScope", true);
        resources(rule, List.of("*"), "coordination.k8s.io", List.of("leases"));
        return rule;
    }

    private static ObjectNode probes() {
        ObjectNode rule = rule(groups(EVERYBODY));
        paths(rule, "get", List.of("/healthz", "/readyz", "/livez"));
        return rule;
    }

    private static ObjectNode leaderElection() {
        ArrayNode subjects = users("system:kube-controller-manager", "system:kube-scheduler");
        systemAccounts().forEach(subjects::add);
        ObjectNode rule = rule(subjects);
        resources(rule, List.of("get", "create", "update"), "coordination.k8s.io", List.of("leases"));
        return rule;
    }
}
