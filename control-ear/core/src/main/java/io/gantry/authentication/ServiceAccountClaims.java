package io.gantry.authentication;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a service account token says (KEP-1205, bound service account tokens).
 *
 * @param namespace of the service account
 * @param name of the service account
 * @param uid of the service account
 * @param boundTo the object with which the token dies, if any
 * @param node the node of the pod that the token is bound to; for information
 * @param warnAfter when the token should have been renewed, if it lives on all the same
 * @param audiences for whom it is
 */
public record ServiceAccountClaims(
        String namespace,
        String name,
        String uid,
        Optional<BoundObject> boundTo,
        Optional<BoundObject> node,
        Optional<Instant> warnAfter,
        List<String> audiences) {

    public ServiceAccountClaims(
            String namespace, String name, String uid, Optional<BoundObject> boundTo, List<String> audiences) {
        this(namespace, name, uid, boundTo, Optional.empty(), Optional.empty(), audiences);
    }

    /**
     * @param kind {@code Pod}, {@code Secret} or {@code Node}
     * @param uid empty when the object was not there
     */
    public record BoundObject(String kind, String name, String uid) {}

    public String username() {
        return "system:serviceaccount:" + namespace + ":" + name;
    }
}
