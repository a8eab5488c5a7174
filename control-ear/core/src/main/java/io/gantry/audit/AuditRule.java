package io.gantry.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.Nodes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One rule of a policy (audit.k8s.io/v1 PolicyRule); what it does not name it does not mind. */
record AuditRule(
        Level level,
        List<String> users,
        List<String> userGroups,
        List<String> verbs,
        List<String> namespaces,
        List<GroupResources> resources,
        List<String> nonResourceUrls,
        Set<String> omitStages) {

    private static final String ALL = "*";

    /** Resources of one API group. */
    record GroupResources(String group, List<String> resources, List<String> names) {

        static GroupResources of(JsonNode json) {
            return new GroupResources(
                    Nodes.text(json, "group"), Nodes.texts(json, "resources"), Nodes.texts(json, "resourceNames"));
        }

        boolean matches(RequestAttributes request) {
            if (!group.equals(request.group())) {
                return false;
            }
            if (resources.isEmpty()) {
                return true;
            }
            return (names.isEmpty() || names.contains(request.name()))
                    && resources.stream().anyMatch(pattern -> matches(pattern, request));
        }

        private static boolean matches(String pattern, RequestAttributes request) {
            String subresource = request.subresource();
            String combined = subresource.isEmpty() ? request.resource() : request.resource() + "/" + subresource;
            return pattern.equals(ALL)
                    || pattern.equals(combined)
                    || pattern.equals(request.resource() + "/*")
                    || (!subresource.isEmpty() && pattern.equals("*/" + subresource));
        }
    }

    static AuditRule of(JsonNode json) {
        return new AuditRule(
                Level.of(Nodes.text(json, "level")),
                Nodes.texts(json, "users"),
                Nodes.texts(json, "userGroups"),
                Nodes.texts(json, "verbs"),
                Nodes.texts(json, "namespaces"),
                Nodes.objects(json, "resources").stream()
                        .map(GroupResources::of)
                        .toList(),
                Nodes.texts(json, "nonResourceURLs"),
                new HashSet<>(Nodes.texts(json, "omitStages")));
    }

    boolean matches(UserInfo user, RequestAttributes request) {
        return (users.isEmpty() || users.contains(user.username()))
                && (userGroups.isEmpty() || userGroups.stream().anyMatch(user::isIn))
                && (verbs.isEmpty() || verbs.contains(request.verb()))
                && matchesTarget(request);
    }

    private boolean matchesTarget(RequestAttributes request) {
        if (!namespaces.isEmpty() || !resources.isEmpty()) {
            return request.resourceRequest()
                    && (namespaces.isEmpty() || namespaces.contains(request.namespace()))
                    && (resources.isEmpty() || resources.stream().anyMatch(each -> each.matches(request)));
        }
        if (!nonResourceUrls.isEmpty()) {
            return !request.resourceRequest()
                    && nonResourceUrls.stream().anyMatch(url -> coversPath(url, request.path()));
        }
        return true;
    }

    private static boolean coversPath(String url, String path) {
        return url.endsWith(ALL) ? path.startsWith(url.substring(0, url.length() - 1)) : url.equals(path);
    }
}
