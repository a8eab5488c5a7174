package io.gantry.authentication;

import io.gantry.identity.UserInfo;

/** Who sent a request, as far as its credentials tell. */
public sealed interface Authentication {

    record Authenticated(UserInfo user) implements Authentication {}

    /** The request shows no credentials. */
    record Anonymous() implements Authentication {}

    /**
     * The request shows credentials that nobody vouches for.
     *
     * @param reason for the log, never for the client
     */
    record Rejected(String reason) implements Authentication {}
}
