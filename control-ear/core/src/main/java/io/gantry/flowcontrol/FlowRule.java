package io.gantry.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One rule of a FlowSchema: whose requests, for what. */
record FlowRule(
        List<FlowSubject> subjects,
        List<Predicate<RequestAttributes>> resources,
        List<Predicate<RequestAttributes>> paths) {

    private static final String ALL = "*";

    static FlowRule of(JsonNode rule) {
        return new FlowRule(
                each(rule.path("subjects"), FlowSubject::of),
                each(rule.path("resourceRules"), FlowRule::resource),
                each(rule.path("nonResourceRules"), FlowRule::path));
    }

    boolean matches(UserInfo user, RequestAttributes request) {
        List<Predicate<RequestAttributes>> rules = request.resourceRequest() ? resources : paths;
        return subjects.stream().anyMatch(subject -> subject.matches(user))
                && rules.stream().anyMatch(rule -> rule.test(request));
    }

    private static <T> List<T> each(JsonNode list, Function<JsonNode, T> read) {
        List<T> all = new ArrayList<>();
        list.forEach(entry -> all.add(read.apply(entry)));
        return List.copyOf(all);
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean holds(Set<String> allowed, String value) {
        return allowed.contains(ALL) || allowed.contains(value);
    }

    private static Predicate<RequestAttributes> resource(JsonNode rule) {
        Set<String> verbs = texts(rule.path("verbs"));
        Set<String> groups = texts(rule.path("apiGroups"));
        Set<String> resources = texts(rule.path("resources"));
        Set<String> namespaces = texts(rule.path("namespaces"));
        boolean clusterScope = rule.path("clusterScope").asBoolean();
        return request -> {
            String resource = request.subresource().isEmpty()
                    ? request.resource()
                    : request.resource() + "/" + request.subresource();
            return holds(verbs, request.verb())
                    && holds(groups, request.group())
                    && holds(resources, resource)
                    && (request.namespace().isEmpty() ? clusterScope : holds(namespaces, request.namespace()));
        };
    }

    /** A path is meant alone, or with a star at its end all below it. */
    private static Predicate<RequestAttributes> path(JsonNode rule) {
        Set<String> verbs = texts(rule.path("verbs"));
        Set<String> paths = texts(rule.path("nonResourceURLs"));
        return request -> holds(verbs, request.verb())
                && paths.stream()
                        .anyMatch(path -> path.endsWith(ALL)
                                ? request.path().startsWith(path.substring(0, path.length() - 1))
                                : request.path().equals(path));
    }
}
