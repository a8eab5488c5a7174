package io.gantry.identity;

import java.util.List;
import java.util.Set;

/**
 * Members of {@code system:masters} may do everything, authenticated users may read discovery and OpenAPI, everyone may read
 * version and health; nothing else is allowed.
 */
public final class MastersAuthorizer implements Authorizer {

    private static final Decision ALLOWED = new Decision.Allowed();
    private static final Decision REFUSED = new Decision.Refused("");
    private static final Set<String> READING = Set.of("get", "head");
    private static final List<String> PUBLIC = List.of("/version", "/healthz", "/livez", "/readyz");
    private static final List<String> DISCOVERY = List.of("/api", "/apis", "/openapi");

    @Override
    public Decision authorize(UserInfo user, RequestAttributes attributes) {
        if (user.groups().contains(UserInfo.MASTERS)) {
            return ALLOWED;
        }
        if (attributes.resourceRequest() || !READING.contains(attributes.verb())) {
            return REFUSED;
        }
        if (isUnderOneOf(PUBLIC, attributes.path())) {
            return ALLOWED;
        }
        boolean authenticated = user.groups().contains(UserInfo.AUTHENTICATED);
        return authenticated && isUnderOneOf(DISCOVERY, attributes.path()) ? ALLOWED : REFUSED;
    }

    private static boolean isUnderOneOf(List<String> roots, String path) {
        return roots.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }
}
