package io.gantry.identity;

/** Decides whether a user may do something. Must be quick: it runs before every request. */
public interface Authorizer {

    Decision authorize(UserInfo user, RequestAttributes attributes);

    /** The answer. */
    sealed interface Decision {

        /** Allowed; the reason is shown by access reviews only, and may be empty. */
        record Allowed(String reason) implements Decision {}

        /** Refused; the reason is shown to the user after the standard sentence, and may be empty. */
        record Refused(String reason) implements Decision {}
    }
}
