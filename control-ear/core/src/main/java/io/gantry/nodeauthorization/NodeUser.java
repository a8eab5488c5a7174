package io.gantry.nodeauthorization;

import io.gantry.identity.UserInfo;
import java.util.Optional;

/** The users of nodes: {@code system:node:NAME} in the group {@code system:nodes}. */
final class NodeUser {

    private static final String PREFIX = "system:node:";
    private static final String GROUP = "system:nodes";

    private NodeUser() {}

    /** The node's name, which may be empty; absent for everybody else. */
    static Optional<String> nodeName(UserInfo user) {
        return user.username().startsWith(PREFIX) && user.isIn(GROUP)
                ? Optional.of(user.username().substring(PREFIX.length()))
                : Optional.empty();
    }
}
