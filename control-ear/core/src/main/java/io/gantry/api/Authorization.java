package io.gantry.api;

import io.gantry.identity.Authorizer;
import io.gantry.identity.Authorizer.Decision;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.selector.FieldSelector;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import io.gantry.validation.NameRules;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the authorizer before anything else is done, and words its refusals. */
final class Authorization {

    private static final Set<String> SESSIONS = Set.of("exec", "attach", "portforward");

    private final Authorizer authorizer;

    Authorization(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    static RequestAttributes attributes(CanonicalPath path, ResourceTarget target, Verb verb, QueryParameters query) {
        Map<String, String> selected = selected(target, query);
        return new RequestAttributes(
                verb.text(),
                true,
                target.group(),
                target.version(),
                target.resource(),
                target.subresource(),
                target.namespace(),
                name(target, selected),
                path.text(),
                selected);
    }

    /** Refuses what the user may not do; otherwise tells why they may. */
    String check(UserInfo user, Destination destination) {
        RequestAttributes attributes = destination.attributes();
        String reason = check(user, attributes);
        // a browser opens a session by GET, but who may only read must not run commands
        if (destination.verb() == Verb.GET
                && attributes.resource().equals("pods")
                && SESSIONS.contains(attributes.subresource())) {
            return check(user, attributes.withVerb("create"));
        }
        return reason;
    }

    /** Whether a write that finds nothing to change may create it. */
    void checkCreation(ApiRequest request, ResourceTarget target) {
        RequestAttributes attributes = new RequestAttributes(
                "create",
                true,
                target.group(),
                target.version(),
                target.resource(),
                target.subresource(),
                target.namespace(),
                target.name(),
                request.rawPath());
        check(request.user(), attributes);
    }

    /** A list that selects one name is about that object, so that a rule with names can allow it. */
    private static String name(ResourceTarget target, Map<String, String> selected) {
        return target.isCollection()
                ? Optional.ofNullable(selected.get("metadata.name"))
                        .filter(text -> NameRules.pathSegment(text).isEmpty())
                        .orElse("")
                : target.name();
    }

    /** The values that a list or watch requires of fields; of a selector that cannot be read none: that is refused later. */
    private static Map<String, String> selected(ResourceTarget target, QueryParameters query) {
        if (!target.isCollection() || !query.has("fieldSelector")) {
            return Map.of();
        }
        try {
            Map<String, String> selected = new HashMap<>();
            FieldSelector.parse(query.text("fieldSelector")).terms().stream()
                    .filter(FieldSelector.Term::equal)
                    .forEach(term -> selected.putIfAbsent(term.field(), term.value()));
            return Map.copyOf(selected);
        } catch (InvalidSelectorException e) {
            return Map.of();
        }
    }

    String check(UserInfo user, RequestAttributes attributes) {
        return switch (authorizer.authorize(user, attributes)) {
            case Decision.Allowed allowed -> allowed.reason();
            case Decision.Refused refused -> throw forbidden(user, attributes, refused.reason());
        };
    }

    private static StatusException forbidden(UserInfo user, RequestAttributes attributes, String reason) {
        String why = sentence(user, attributes)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
        String full = reason.isEmpty() ? why : why + ": " + reason;
        if (!attributes.resourceRequest()) {
            return StatusException.of(403, "Forbidden", "forbidden: " + full);
        }
        return StatusException.forbidden(
                new GroupResource(attributes.group(), attributes.resource()), attributes.name(), full);
    }

    private static String sentence(UserInfo user, RequestAttributes attributes) {
        String who = "User " + Quoted.of(user.username()) + " cannot " + attributes.verb();
        if (!attributes.resourceRequest()) {
            return who + " path " + Quoted.of(attributes.path());
        }
        String resource = attributes.subresource().isEmpty()
                ? attributes.resource()
                : attributes.resource() + "/" + attributes.subresource();
        String where = attributes.namespace().isEmpty()
                ? "at the cluster scope"
                : "in the namespace " + Quoted.of(attributes.namespace());
        return who + " resource " + Quoted.of(resource) + " in API group " + Quoted.of(attributes.group()) + " "
                + where;
    }
}
