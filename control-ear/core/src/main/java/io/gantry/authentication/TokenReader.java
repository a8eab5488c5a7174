package io.gantry.authentication;

import io.gantry.identity.UserInfo;
import java.util.Optional;

/** Knows one kind of bearer tokens. */
public interface TokenReader {

    /** Whose token this is; empty when it is not of this kind or not valid. */
    Optional<UserInfo> read(String token);
}
