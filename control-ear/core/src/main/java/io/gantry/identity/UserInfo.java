package io.gantry.identity;

import java.util.List;
import java.util.Map;

/**
 * Who makes a request (authentication.k8s.io UserInfo).
 *
 * @param username for example {@code system:node:node-1}
 * @param uid may be empty
 * @param groups for example {@code system:masters}
 * @param extra further attributes
 */
public record UserInfo(String username, String uid, List<String> groups, Map<String, List<String>> extra) {

    /** The group whose members may do everything. */
    public static final String MASTERS = "system:masters";

    /** The group of everyone who has proved who they are. */
    public static final String AUTHENTICATED = "system:authenticated";

    /** The group of everyone who has not. */
    public static final String UNAUTHENTICATED = "system:unauthenticated";

    /** The cluster's own parts: controllers, scheduler, node gateway. Not judged. */
    public static final UserInfo SYSTEM = new UserInfo("system:gantry", List.of(MASTERS));

    public UserInfo(String username, List<String> groups) {
        this(username, "", groups, Map.of());
    }

    public boolean isIn(String group) {
        return groups.contains(group);
    }
}
