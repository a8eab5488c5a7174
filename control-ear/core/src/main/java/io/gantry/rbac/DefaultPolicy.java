package io.gantry.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The roles and bindings that every cluster has; reads {@code default-policy.txt}, whose head says how it is written. */
public final class DefaultPolicy {

    private static final String RESOURCE = "default-policy.txt";
    private static final String LABELS = "rbac.authorization.k8s.io/";
    private static final String TRUE = "true";
    private static final int MIN_RULE = 4;

    private final Map<ObjectKey, ObjectNode> objects = new LinkedHashMap<>();
    private ObjectNode current = Json.object();

    private DefaultPolicy() {}

    /** Every object by its key, roles before bindings. */
    public static Map<ObjectKey, ObjectNode> objects() {
        try (InputStream stream = Optional.ofNullable(DefaultPolicy.class.getResourceAsStream(RESOURCE))
                .orElseThrow(() -> new IllegalStateException(RESOURCE + " is not packaged"))) {
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<ObjectKey, ObjectNode> parse(String text) {
        DefaultPolicy policy = new DefaultPolicy();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> policy.read(List.of(line.split(" +"))));
        return policy.objects;
    }

    private void read(List<String> words) {
        String subject = words.get(1);
        switch (words.getFirst()) {
            case "clusterrole" -> begin(RbacResources.CLUSTER_ROLES, "ClusterRole", subject);
            case "role" -> begin(RbacResources.ROLES, "Role", subject);
            case "clusterrolebinding" -> {
                begin(RbacResources.CLUSTER_ROLE_BINDINGS, "ClusterRoleBinding", subject);
                roleReference(words);
            }
            case "rolebinding" -> {
                begin(RbacResources.ROLE_BINDINGS, "RoleBinding", subject);
                roleReference(words);
            }
            case "label" -> current.withObject("/metadata/labels").put(LABELS + subject, TRUE);
            case "aggregates" ->
                current.withObject("/aggregationRule")
                        .withArray("clusterRoleSelectors")
                        .addObject()
                        .putObject("matchLabels")
                        .put(LABELS + subject, TRUE);
            case "rule" -> current.withArray("rules").add(rule(words).json());
            case "url" ->
                current.withArray("rules")
                        .add(new PolicyRule(list(subject), List.of(), List.of(), List.of(), list(words.get(2))).json());
            case "user" -> subject("User", subject).put("apiGroup", RbacResources.GROUP);
            case "group" -> subject("Group", subject).put("apiGroup", RbacResources.GROUP);
            case "serviceaccount" -> {
                int slash = subject.indexOf('/');
                subject("ServiceAccount", subject.substring(slash + 1)).put("namespace", subject.substring(0, slash));
            }
            default -> throw new IllegalArgumentException(RESOURCE + ": " + words);
        }
    }

    private void begin(GroupResource resource, String kind, String path) {
        int slash = path.indexOf('/');
        ObjectKey key = new ObjectKey(resource, path.substring(0, Math.max(slash, 0)), path.substring(slash + 1));
        current = Json.object().put("apiVersion", RbacResources.GROUP + "/v1").put("kind", kind);
        ObjectNode metadata = current.putObject("metadata").put("name", key.name());
        if (!key.namespace().isEmpty()) {
            metadata.put("namespace", key.namespace());
        }
        metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        metadata.putObject("annotations").put(PolicyMerge.AUTO_UPDATE, TRUE);
        objects.put(key, current);
    }

    private void roleReference(List<String> words) {
        String kind = words.get(2).equals("clusterrole") ? "ClusterRole" : "Role";
        current.putObject("roleRef")
                .put("apiGroup", RbacResources.GROUP)
                .put("kind", kind)
                .put("name", words.get(3));
    }

    private ObjectNode subject(String kind, String name) {
        return current.withArray("subjects").addObject().put("kind", kind).put("name", name);
    }

    private static PolicyRule rule(List<String> words) {
        List<String> groups = new ArrayList<>(list(words.get(2)));
        groups.replaceAll(group -> group.equals("core") ? "" : group);
        List<String> names = words.size() > MIN_RULE ? list(words.get(MIN_RULE)) : List.of();
        return new PolicyRule(list(words.get(1)), List.copyOf(groups), list(words.get(3)), names, List.of());
    }

    private static List<String> list(String text) {
        return List.of(text.split(","));
    }
}
