package io.gantry.api;

import io.gantry.identity.Authorizer;
import io.gantry.identity.Authorizer.Decision;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.selector.FieldSelector;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.status.StatusException;
import io.gantry.validation.NameRules;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Asks the authorizer before anything else is done, and words its refusals. */
final class Authorization {

    private static final Set<String> SESSIONS = Set.of("exec", "attach", "portforward");

    private final Authorizer authorizer;

    Authorization(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    void checkPath(UserInfo user, String method, CanonicalPath path) {
        check(user, RequestAttributes.nonResource(method.toLowerCase(Locale.ROOT), path.text()));
    }

    void checkResource(UserInfo user, CanonicalPath path, ResourceTarget target, Verb verb, QueryParameters query) {
        RequestAttributes attributes = new RequestAttributes(
                verb.text(),
                true,
                target.group(),
                target.version(),
                target.resource(),
                target.subresource(),
                target.namespace(),
                name(target, query),
                path.text());
        check(user, attributes);
        // a browser opens a session by GET, but who may only read must not run commands
        if (verb == Verb.GET && target.resource().equals("pods") && SESSIONS.contains(target.subresource())) {
            check(user, attributes.withVerb("create"));
        }
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
    private static String name(ResourceTarget target, QueryParameters query) {
        if (!target.isCollection() || !query.has("fieldSelector")) {
            return target.name();
        }
        try {
            Optional<String> name =
                    FieldSelector.parse(query.text("fieldSelector")).required("metadata.name");
            return name.filter(text -> NameRules.pathSegment(text).isEmpty()).orElse("");
        } catch (InvalidSelectorException e) {
            return "";
        }
    }

    private void check(UserInfo user, RequestAttributes attributes) {
        switch (authorizer.authorize(user, attributes)) {
            case Decision.Allowed allowed -> {}
            case Decision.Refused refused -> {
                if (user.groups().contains(UserInfo.UNAUTHENTICATED)) {
                    throw StatusException.unauthorized();
                }
                throw forbidden(user, attributes, refused.reason());
            }
        }
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
