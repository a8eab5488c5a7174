package io.gantry.authentication;

import io.gantry.authentication.ServiceAccountClaims.BoundObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The private claim of a service account token: {@code {"namespace":…,"serviceaccount":{"name":…,"uid":…},"pod":{…}}}. */
final class ClaimsTree {

    static final String NAME = "kubernetes.io";

    private static final String NAMESPACE = "namespace";
    private static final String WARN_AFTER = "warnafter";

    private ClaimsTree() {}

    static Map<String, Object> write(ServiceAccountClaims claims) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(NAMESPACE, claims.namespace());
        claims.node().ifPresent(node -> put(tree, node));
        claims.boundTo().ifPresent(bound -> put(tree, bound));
        put(tree, new BoundObject("ServiceAccount", claims.name(), claims.uid()));
        claims.warnAfter().ifPresent(time -> tree.put(WARN_AFTER, time.getEpochSecond()));
        return tree;
    }

    private static void put(Map<String, Object> tree, BoundObject object) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("name", object.name());
        if (!object.uid().isEmpty()) {
            reference.put("uid", object.uid());
        }
        tree.put(object.kind().toLowerCase(Locale.ROOT), reference);
    }

    /** Empty when something is missing or of the wrong type. */
    static Optional<ServiceAccountClaims> read(Map<String, Object> tree, List<String> audiences) {
        if (tree == null || !(tree.get(NAMESPACE) instanceof String namespace)) {
            return Optional.empty();
        }
        Optional<BoundObject> pod = reference(tree, "Pod");
        Optional<BoundObject> node = reference(tree, "Node");
        Optional<BoundObject> bound = pod.or(() -> reference(tree, "Secret")).or(() -> node);
        Optional<Instant> warnAfter = tree.get(WARN_AFTER) instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
        return reference(tree, "ServiceAccount")
                .map(account -> new ServiceAccountClaims(
                        namespace, account.name(), account.uid(), bound, node, warnAfter, List.copyOf(audiences)));
    }

    private static Optional<BoundObject> reference(Map<String, Object> tree, String kind) {
        return tree.get(kind.toLowerCase(Locale.ROOT)) instanceof Map<?, ?> reference
                        && reference.get("name") instanceof String name
                ? Optional.of(new BoundObject(kind, name, reference.get("uid") instanceof String uid ? uid : ""))
                : Optional.empty();
    }
}
