package io.gantry.authentication;

import io.gantry.identity.UserInfo;
import java.util.List;
import java.util.Optional;

/** Knows one kind of bearer tokens. */
public interface TokenReader {

    /**
     * Whose this token is and for whom.
     *
     * @param audiences those of the asked that the token is for
     */
    record Accepted(UserInfo user, List<String> audiences) {}

    /**
     * Empty when the token is not of this kind, not valid, or for none of the audiences.
     *
     * @param audiences who wants to know, never none
     */
    Optional<Accepted> read(String token, List<String> audiences);
}
