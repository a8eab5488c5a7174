package io.gantry.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.RequestAttributes;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import java.util.ArrayList;
import java.util.List;

/** What a role allows (rbac.authorization.k8s.io/v1 PolicyRule). */
public record PolicyRule(
        List<String> verbs,
        List<String> apiGroups,
        List<String> resources,
        List<String> resourceNames,
        List<String> nonResourceUrls) {

    private static final String ALL = "*";

    public static PolicyRule of(JsonNode rule) {
        return new PolicyRule(
                Nodes.texts(rule, "verbs"),
                Nodes.texts(rule, "apiGroups"),
                Nodes.texts(rule, "resources"),
                Nodes.texts(rule, "resourceNames"),
                Nodes.texts(rule, "nonResourceURLs"));
    }

    /** The rules of a Role or ClusterRole. */
    public static List<PolicyRule> ofRole(JsonNode role) {
        return Nodes.objects(role, "rules").stream().map(PolicyRule::of).toList();
    }

    public ObjectNode json() {
        ObjectNode json = Json.object();
        put(json, "verbs", verbs);
        put(json, "apiGroups", apiGroups);
        put(json, "resources", resources);
        put(json, "resourceNames", resourceNames);
        put(json, "nonResourceURLs", nonResourceUrls);
        return json;
    }

    private static void put(ObjectNode json, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(json.withArray(field)::add);
        }
    }

    public boolean allows(RequestAttributes request) {
        if (!has(verbs, request.verb())) {
            return false;
        }
        return request.resourceRequest()
                ? has(apiGroups, request.group())
                        && allowsResource(request)
                        && (resourceNames.isEmpty() || resourceNames.contains(request.name()))
                : nonResourceUrls.stream().anyMatch(url -> urlCovers(url, request.path()));
    }

    private boolean allowsResource(RequestAttributes request) {
        String subresource = request.subresource();
        if (subresource.isEmpty()) {
            return has(resources, request.resource());
        }
        return has(resources, request.resource() + "/" + subresource) || resources.contains("*/" + subresource);
    }

    /** Whether whoever has this rule has that one, which is a single {@link #parts part}. */
    boolean covers(PolicyRule part) {
        return (verbs.contains(ALL) || verbs.containsAll(part.verbs))
                && (apiGroups.contains(ALL) || apiGroups.containsAll(part.apiGroups))
                && (resources.contains(ALL) || part.resources.stream().allMatch(this::coversResource))
                && (resourceNames.isEmpty()
                        || (!part.resourceNames.isEmpty() && resourceNames.containsAll(part.resourceNames)))
                && part.nonResourceUrls.stream()
                        .allMatch(path -> nonResourceUrls.stream().anyMatch(url -> urlCovers(url, path)));
    }

    private boolean coversResource(String resource) {
        int slash = resource.indexOf('/');
        return resources.contains(resource) || (slash >= 0 && resources.contains("*" + resource.substring(slash)));
    }

    private static boolean urlCovers(String url, String path) {
        return url.equals(path) || (url.endsWith(ALL) && path.startsWith(url.substring(0, url.length() - 1)));
    }

    /** The same as rules with one verb, one group, one resource and at most one name each, or one verb and one URL. */
    List<PolicyRule> parts() {
        List<PolicyRule> parts = new ArrayList<>();
        List<List<String>> names = resourceNames.isEmpty()
                ? List.of(List.of())
                : resourceNames.stream().map(List::of).toList();
        for (String group : apiGroups) {
            for (String resource : resources) {
                for (String verb : verbs) {
                    names.forEach(name -> parts.add(
                            new PolicyRule(List.of(verb), List.of(group), List.of(resource), name, List.of())));
                }
            }
        }
        for (String url : nonResourceUrls) {
            verbs.forEach(
                    verb -> parts.add(new PolicyRule(List.of(verb), List.of(), List.of(), List.of(), List.of(url))));
        }
        return parts;
    }

    /** The same rule for more verbs. */
    PolicyRule withVerbs(List<String> more) {
        List<String> all = new ArrayList<>(verbs);
        all.addAll(more);
        return new PolicyRule(List.copyOf(all), apiGroups, resources, resourceNames, nonResourceUrls);
    }

    /** As refusals of escalation show it: <code>{APIGroups:[""], Resources:["pods"], Verbs:["get"]}</code>. */
    @Override
    public String toString() {
        List<String> shown = new ArrayList<>();
        show(shown, "APIGroups", apiGroups);
        show(shown, "Resources", resources);
        show(shown, "NonResourceURLs", nonResourceUrls);
        show(shown, "ResourceNames", resourceNames);
        show(shown, "Verbs", verbs);
        return "{" + String.join(", ", shown) + "}";
    }

    private static void show(List<String> shown, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            shown.add(name + ":" + Quoted.all(texts));
        }
    }

    private static boolean has(List<String> allowed, String wanted) {
        return allowed.contains(wanted) || allowed.contains(ALL);
    }
}
