package io.gantry.authentication;

import io.gantry.authentication.ServiceAccountClaims.BoundObject;
import io.gantry.authentication.ServiceAccountTokens.Verified;
import io.gantry.cache.ClusterView;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accepts the token of a service account as long as the account, and the object the token is bound to, live. */
public final class ServiceAccountReader implements TokenReader {

    private static final GroupResource ACCOUNTS = new GroupResource("", "serviceaccounts");

    private final ServiceAccountTokens tokens;
    private final ClusterView view;

    public ServiceAccountReader(ServiceAccountTokens tokens, ClusterView view) {
        this.tokens = tokens;
        this.view = view;
    }

    @Override
    public Optional<UserInfo> read(String token) {
        return tokens.verify(token).filter(this::lives).map(ServiceAccountReader::user);
    }

    private boolean lives(Verified verified) {
        ServiceAccountClaims claims = verified.claims();
        ObjectKey account = new ObjectKey(ACCOUNTS, claims.namespace(), claims.name());
        return has(account, claims.uid())
                && claims.boundTo()
                        .map(bound -> has(key(claims.namespace(), bound), bound.uid()))
                        .orElse(true);
    }

    private boolean has(ObjectKey key, String uid) {
        return view.get(key).map(ApiObject::uid).filter(uid::equals).isPresent();
    }

    static ObjectKey key(String namespace, BoundObject bound) {
        return switch (bound.kind()) {
            case "Node" -> ObjectKey.cluster(new GroupResource("", "nodes"), bound.name());
            case "Secret" -> new ObjectKey(new GroupResource("", "secrets"), namespace, bound.name());
            default -> new ObjectKey(new GroupResource("", "pods"), namespace, bound.name());
        };
    }

    private static UserInfo user(Verified verified) {
        ServiceAccountClaims claims = verified.claims();
        Map<String, List<String>> extra = new HashMap<>();
        extra.put("authentication.kubernetes.io/credential-id", List.of("JTI=" + verified.id()));
        claims.boundTo().filter(bound -> bound.kind().equals("Pod")).ifPresent(pod -> {
            extra.put("authentication.kubernetes.io/pod-name", List.of(pod.name()));
            extra.put("authentication.kubernetes.io/pod-uid", List.of(pod.uid()));
        });
        List<String> groups = List.of("system:serviceaccounts", "system:serviceaccounts:" + claims.namespace());
        return new UserInfo(claims.username(), claims.uid(), groups, Map.copyOf(extra));
    }
}
