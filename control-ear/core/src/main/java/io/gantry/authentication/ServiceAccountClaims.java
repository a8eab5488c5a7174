package io.gantry.authentication;

import java.util.List;
import java.util.Optional;

/**
 * What a service account token says (KEP-1205, bound service account tokens).
 *
 * @param namespace of the service account
 * @param name of the service account
 * @param uid of the service account
 * @param boundTo the object with which the token dies, if any
 * @param audiences for whom it is
 */
public record ServiceAccountClaims(
        String namespace, String name, String uid, Optional<BoundObject> boundTo, List<String> audiences) {

    /**
     * @param kind {@code Pod}, {@code Secret} or {@code Node}
     */
    public record BoundObject(String kind, String name, String uid) {}

    public String username() {
        return "system:serviceaccount:" + namespace + ":" + name;
    }
}
