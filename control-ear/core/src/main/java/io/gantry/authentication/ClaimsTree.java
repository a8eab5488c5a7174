package io.gantry.authentication;

import io.gantry.authentication.ServiceAccountClaims.BoundObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The private claim of a service account token: {@code {"namespace":…,"serviceaccount":{"name":…,"uid":…},"pod":{…}}}. */
final class ClaimsTree {

    static final String NAME = "kubernetes.io";

    private static final List<String> KINDS = List.of("Pod", "Secret", "Node");

    private ClaimsTree() {}

    static Map<String, Object> write(ServiceAccountClaims claims) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("namespace", claims.namespace());
        claims.boundTo()
                .ifPresent(bound -> tree.put(
                        bound.kind().toLowerCase(Locale.ROOT), Map.of("name", bound.name(), "uid", bound.uid())));
        tree.put("serviceaccount", Map.of("name", claims.name(), "uid", claims.uid()));
        return tree;
    }

    /** Empty when something is missing or of the wrong type. */
    static Optional<ServiceAccountClaims> read(Map<String, Object> tree, List<String> audiences) {
        if (tree == null || !(tree.get("namespace") instanceof String namespace)) {
            return Optional.empty();
        }
        Optional<BoundObject> bound = KINDS.stream()
                .map(kind -> reference(tree, kind))
                .flatMap(Optional::stream)
                .findFirst();
        return reference(tree, "ServiceAccount")
                .map(account -> new ServiceAccountClaims(
                        namespace, account.name(), account.uid(), bound, List.copyOf(audiences)));
    }

    private static Optional<BoundObject> reference(Map<String, Object> tree, String kind) {
        if (tree.get(kind.toLowerCase(Locale.ROOT)) instanceof Map<?, ?> reference
                && reference.get("name") instanceof String name
                && reference.get("uid") instanceof String uid) {
            return Optional.of(new BoundObject(kind, name, uid));
        }
        return Optional.empty();
    }
}
