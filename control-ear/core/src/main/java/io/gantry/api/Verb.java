package io.gantry.api;

import java.util.Locale;

/** What a request does, in the API's words. */
enum Verb {
    GET,
    LIST,
    WATCH,
    CREATE,
    UPDATE,
    PATCH,
    DELETE,
    DELETECOLLECTION,
    NONE;

    static Verb of(String method, ResourceTarget target, QueryParameters query) {
        if (target.watchPath()) {
            return method.equals("GET") ? WATCH : NONE;
        }
        return switch (method) {
            case "GET", "HEAD" -> !target.isCollection() ? GET : query.isTrue("watch") ? WATCH : LIST;
            case "POST" -> CREATE;
            case "PUT" -> UPDATE;
            case "PATCH" -> PATCH;
            case "DELETE" -> target.isCollection() ? DELETECOLLECTION : DELETE;
            default -> NONE;
        };
    }

    /** As authorizers and discovery spell it. */
    String text() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }
}
