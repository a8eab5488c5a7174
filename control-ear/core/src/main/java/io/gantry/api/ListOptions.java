package io.gantry.api;

import io.gantry.resource.ResourceDefinition;
import io.gantry.selector.FieldSelector;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.selector.LabelSelector;
import io.gantry.status.FieldErrors;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks of a collection (meta/v1 ListOptions).
 *
 * @param limit 0 for everything
 * @param continueToken empty for the beginning
 * @param version as of which revision
 * @param match how exactly
 * @param timeoutSeconds how long a watch shall last
 * @param initialEvents whether a watch begins with what is there
 */
record ListOptions(
        LabelSelector labels,
        FieldSelector fields,
        long limit,
        String continueToken,
        ResourceVersion version,
        Match match,
        Optional<Long> timeoutSeconds,
        boolean allowBookmarks,
        boolean initialEvents) {

    enum Match {
        DEFAULT,
        EXACT,
        NOT_OLDER_THAN
    }

    private static final String MATCH = "resourceVersionMatch";

    static ListOptions ofList(ResourceDefinition definition, String name, QueryParameters query) {
        FieldErrors errors = new FieldErrors();
        checkList(query, errors);
        refuse(errors);
        query.number("timeoutSeconds");
        return new ListOptions(
                labels(query),
                fields(definition, name, query),
                Math.max(0, query.number("limit").orElse(0L)),
                query.text("continue"),
                ResourceVersion.of(query),
                match(query),
                Optional.empty(),
                false,
                false);
    }

    static ListOptions ofWatch(ResourceDefinition definition, String name, QueryParameters query) {
        FieldErrors errors = new FieldErrors();
        checkWatch(query, errors);
        refuse(errors);
        query.number("limit");
        ResourceVersion version = ResourceVersion.of(query);
        boolean legacy = !query.has("sendInitialEvents") && !(version instanceof ResourceVersion.At);
        return new ListOptions(
                labels(query),
                fields(definition, name, query),
                0,
                "",
                version,
                match(query),
                query.number("timeoutSeconds").filter(seconds -> seconds > 0),
                query.isTrue("allowWatchBookmarks"),
                legacy || query.isTrue("sendInitialEvents"));
    }

    private static void checkList(QueryParameters query, FieldErrors errors) {
        String match = query.text(MATCH);
        if (!match.isEmpty()) {
            if (query.text("resourceVersion").isEmpty()) {
                errors.forbidden(MATCH, MATCH + " is forbidden unless resourceVersion is provided");
            }
            checkContinue(query, errors);
            if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
                errors.notSupported(MATCH, match, List.of("Exact", "NotOlderThan", ""));
            }
            if (match.equals("Exact") && query.text("resourceVersion").equals("0")) {
                errors.forbidden(MATCH, MATCH + " \"exact\" is forbidden for resourceVersion \"0\"");
            }
        }
        if (query.has("sendInitialEvents")) {
            errors.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        }
    }

    private static void checkWatch(QueryParameters query, FieldErrors errors) {
        String match = query.text(MATCH);
        boolean given = query.has("sendInitialEvents");
        if (given && !match.equals("NotOlderThan")) {
            errors.forbidden(MATCH, "sendInitialEvents requires setting " + MATCH + " to NotOlderThan");
        }
        if (!match.isEmpty()) {
            if (!given) {
                errors.forbidden(MATCH, MATCH + " is forbidden for watch unless sendInitialEvents is provided");
            }
            if (!match.equals("NotOlderThan")) {
                errors.notSupported(MATCH, match, List.of("NotOlderThan"));
            }
            checkContinue(query, errors);
        }
    }

    private static void checkContinue(QueryParameters query, FieldErrors errors) {
        if (!query.text("continue").isEmpty()) {
            errors.forbidden(MATCH, MATCH + " is forbidden when continue is provided");
        }
    }

    private static void refuse(FieldErrors errors) {
        if (!errors.isEmpty()) {
            throw StatusException.invalid("meta.k8s.io", "ListOptions", "", errors.list());
        }
    }

    private static Match match(QueryParameters query) {
        return switch (query.text(MATCH)) {
            case "Exact" -> Match.EXACT;
            case "NotOlderThan" -> Match.NOT_OLDER_THAN;
            default -> Match.DEFAULT;
        };
    }

    private static LabelSelector labels(QueryParameters query) {
        try {
            return LabelSelector.parse(query.text("labelSelector"));
        } catch (InvalidSelectorException e) {
            throw StatusException.badRequest(e.getMessage());
        }
    }

    /** A name in the path of a watch counts as one more term. */
    private static FieldSelector fields(ResourceDefinition definition, String name, QueryParameters query) {
        FieldSelector selector;
        try {
            selector = FieldSelector.parse(query.text("fieldSelector"));
        } catch (InvalidSelectorException e) {
            throw StatusException.badRequest(e.getMessage());
        }
        for (FieldSelector.Term term : selector.terms()) {
            if (!definition.isSelectable(term.field())) {
                throw StatusException.badRequest(unknownField(definition, term.field()));
            }
        }
        if (name.isEmpty()) {
            return selector;
        }
        if (!selector.isEmpty() && !selector.required("metadata.name").equals(Optional.of(name))) {
            throw StatusException.badRequest("fieldSelector metadata.name doesn't match requested name");
        }
        return selector.isEmpty()
                ? new FieldSelector(List.of(new FieldSelector.Term("metadata.name", true, name)))
                : selector;
    }

    private static String unknownField(ResourceDefinition definition, String field) {
        return definition.selectableFields().isEmpty()
                ? Quoted.of(field) + " is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                : "field label not supported: " + field;
    }

    /** The same as of one revision. */
    ListOptions exactly(long revision) {
        return new ListOptions(
                labels,
                fields,
                limit,
                continueToken,
                new ResourceVersion.At(revision),
                Match.EXACT,
                timeoutSeconds,
                allowBookmarks,
                initialEvents);
    }

    boolean selectsAll() {
        return labels.isEmpty() && fields.isEmpty();
    }
}
