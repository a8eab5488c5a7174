package io.gantry.agent.token;

import java.io.IOException;

/** Where tokens come from. */
public interface TokenIssuer {

    /**
     * Waits for a new token.
     *
     * @throws IOException when the control plane is away or refuses
     */
    IssuedToken issue(TokenRequest request) throws IOException;
}
