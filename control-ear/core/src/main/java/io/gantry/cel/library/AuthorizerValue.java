package io.gantry.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.gantry.identity.Authorizer;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.selector.FieldSelector;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.validation.NameRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variable {@code authorizer}: asks whether a user may do something. */
public record AuthorizerValue(Authorizer authorizer, UserInfo user) {

    /** {@code authorizer.path('/healthz')}. */
    record PathCheck(AuthorizerValue asked, String path) {}

    /** {@code authorizer.group('apps')}. */
    record GroupCheck(AuthorizerValue asked, String group) {}

    /** {@code authorizer.group('apps').resource('deployments')}. */
    public record ResourceCheck(
            AuthorizerValue asked,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            Map<String, String> selected) {

        ResourceCheck withSubresource(String other) {
            return new ResourceCheck(asked, group, resource, other, namespace, name, selected);
        }

        ResourceCheck withNamespace(String other) {
            return new ResourceCheck(asked, group, resource, subresource, other, name, selected);
        }

        ResourceCheck withName(String other) {
            return new ResourceCheck(asked, group, resource, subresource, namespace, other, selected);
        }

        ResourceCheck withSelected(Map<String, String> other) {
            return new ResourceCheck(asked, group, resource, subresource, namespace, name, other);
        }
    }

    /** What the authorizer said. */
    record Answer(boolean allowed, String reason) {}

    private static final CelType STRING = SimpleType.STRING;
    private static final CelType BOOL = SimpleType.BOOL;

    static final List<Overload> OVERLOADS = List.of(
            Overload.member(
                    "path",
                    "authorizer_path",
                    KubernetesTypes.PATH_CHECK,
                    arguments -> path((AuthorizerValue) arguments[0], (String) arguments[1]),
                    KubernetesTypes.AUTHORIZER,
                    STRING),
            Overload.member(
                    "group",
                    "authorizer_group",
                    KubernetesTypes.GROUP_CHECK,
                    arguments -> new GroupCheck((AuthorizerValue) arguments[0], (String) arguments[1]),
                    KubernetesTypes.AUTHORIZER,
                    STRING),
            Overload.member(
                    "serviceAccount",
                    "authorizer_serviceaccount",
                    KubernetesTypes.AUTHORIZER,
                    arguments -> serviceAccount(
                            (AuthorizerValue) arguments[0], (String) arguments[1], (String) arguments[2]),
                    KubernetesTypes.AUTHORIZER,
                    STRING,
                    STRING),
            Overload.member(
                    "resource",
                    "groupcheck_resource",
                    KubernetesTypes.RESOURCE_CHECK,
                    arguments -> resource((GroupCheck) arguments[0], (String) arguments[1]),
                    KubernetesTypes.GROUP_CHECK,
                    STRING),
            narrowed("subresource", "resourcecheck_subresource", ResourceCheck::withSubresource),
            narrowed("namespace", "resourcecheck_namespace", ResourceCheck::withNamespace),
            narrowed("name", "resourcecheck_name", ResourceCheck::withName),
            narrowed("fieldSelector", "authorizer_fieldselector", AuthorizerValue::fieldSelector),
            // the authorizers here do not look at labels: a check without them asks for more, never for less
            narrowed("labelSelector", "authorizer_labelselector", (check, selector) -> check),
            Overload.member(
                    "check",
                    "pathcheck_check",
                    KubernetesTypes.DECISION,
                    arguments -> check((PathCheck) arguments[0], (String) arguments[1]),
                    KubernetesTypes.PATH_CHECK,
                    STRING),
            Overload.member(
                    "check",
                    "resourcecheck_check",
                    KubernetesTypes.DECISION,
                    arguments -> check((ResourceCheck) arguments[0], (String) arguments[1]),
                    KubernetesTypes.RESOURCE_CHECK,
                    STRING),
            Overload.member("errored", "decision_errored", BOOL, arguments -> false, KubernetesTypes.DECISION),
            Overload.member("error", "decision_error", STRING, arguments -> "", KubernetesTypes.DECISION),
            Overload.member(
                    "allowed",
                    "decision_allowed",
                    BOOL,
                    arguments -> ((Answer) arguments[0]).allowed(),
                    KubernetesTypes.DECISION),
            Overload.member(
                    "reason",
                    "decision_reason",
                    STRING,
                    arguments -> ((Answer) arguments[0]).reason(),
                    KubernetesTypes.DECISION));

    /** {@code authorizer.requestResource}: what the request itself is about. */
    public ResourceCheck about(String group, String resource, String subresource, String namespace, String name) {
        return new ResourceCheck(this, group, resource, subresource, namespace, name, Map.of());
    }

    private static Overload narrowed(
            String function, String id, java.util.function.BiFunction<ResourceCheck, String, ResourceCheck> change) {
        return Overload.member(
                function,
                id,
                KubernetesTypes.RESOURCE_CHECK,
                arguments -> change.apply((ResourceCheck) arguments[0], (String) arguments[1]),
                KubernetesTypes.RESOURCE_CHECK,
                STRING);
    }

    private static PathCheck path(AuthorizerValue asked, String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("path must not be empty");
        }
        return new PathCheck(asked, path);
    }

    private static AuthorizerValue serviceAccount(AuthorizerValue asked, String namespace, String name) {
        if (!NameRules.dnsSubdomain(name).isEmpty()) {
            throw new IllegalArgumentException("Invalid service account name");
        }
        if (!NameRules.dnsLabel(namespace).isEmpty()) {
            throw new IllegalArgumentException("Invalid service account namespace");
        }
        UserInfo account = new UserInfo(
                "system:serviceaccount:" + namespace + ":" + name,
                "",
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"),
                Map.of());
        return new AuthorizerValue(asked.authorizer, account);
    }

    private static ResourceCheck resource(GroupCheck group, String resource) {
        if (resource.isEmpty()) {
            throw new IllegalArgumentException("resource must not be empty");
        }
        return group.asked.about(group.group, resource, "", "", "");
    }

    private static ResourceCheck fieldSelector(ResourceCheck check, String selector) {
        try {
            Map<String, String> selected = new LinkedHashMap<>();
            FieldSelector.parse(selector).terms().stream()
                    .filter(FieldSelector.Term::equal)
                    .forEach(term -> selected.put(term.field(), term.value()));
            return check.withSelected(Map.copyOf(selected));
        } catch (InvalidSelectorException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Answer check(PathCheck check, String verb) {
        return check.asked.ask(RequestAttributes.nonResource(verb, check.path));
    }

    private static Answer check(ResourceCheck check, String verb) {
        RequestAttributes attributes = RequestAttributes.resource(
                verb, check.group, check.resource, check.subresource, check.namespace, check.name);
        return check.asked.ask(attributes.withSelected(check.selected));
    }

    private Answer ask(RequestAttributes attributes) {
        return switch (authorizer.authorize(user, attributes)) {
            case Authorizer.Decision.Allowed allowed -> new Answer(true, allowed.reason());
            case Authorizer.Decision.Refused refused -> new Answer(false, refused.reason());
        };
    }
}
