package io.gantry.authentication;

import io.gantry.authentication.ServiceAccountClaims.BoundObject;
import io.gantry.authentication.ServiceAccountTokens.Verified;
import io.gantry.cache.ClusterView;
import io.gantry.identity.UserInfo;
import io.gantry.object.ObjectKey;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accepts the token of a service account as long as the account, and the object the token is bound to, live. */
public final class ServiceAccountReader implements TokenReader {

    private static final String PREFIX = "authentication.kubernetes.io/";

    private final ServiceAccountTokens tokens;
    private final LivingObjects living;

    public ServiceAccountReader(ServiceAccountTokens tokens, ClusterView view, InstantSource clock) {
        this.tokens = tokens;
        this.living = new LivingObjects(view, clock);
    }

    @Override
    public Optional<Accepted> read(String token, List<String> audiences) {
        return tokens.verify(token).filter(this::lives).flatMap(verified -> {
            List<String> meant = audiences.stream()
                    .filter(verified.claims().audiences()::contains)
                    .toList();
            return meant.isEmpty() ? Optional.empty() : Optional.of(new Accepted(user(verified), meant));
        });
    }

    private boolean lives(Verified verified) {
        ServiceAccountClaims claims = verified.claims();
        ObjectKey account = new ObjectKey(LivingObjects.ACCOUNTS, claims.namespace(), claims.name());
        return living.find(account, claims.uid()).isPresent()
                && claims.boundTo()
                        .map(bound -> living.find(LivingObjects.key(claims.namespace(), bound), bound.uid())
                                .isPresent())
                        .orElse(true);
    }

    static List<String> groups(String namespace) {
        return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
    }

    private static UserInfo user(Verified verified) {
        ServiceAccountClaims claims = verified.claims();
        Map<String, List<String>> extra = new HashMap<>();
        extra.put(PREFIX + "credential-id", List.of("JTI=" + verified.id()));
        claims.boundTo().filter(bound -> bound.kind().equals("Pod")).ifPresent(pod -> put(extra, "pod", pod));
        claims.node().ifPresent(node -> put(extra, "node", node));
        return new UserInfo(claims.username(), claims.uid(), groups(claims.namespace()), Map.copyOf(extra));
    }

    private static void put(Map<String, List<String>> extra, String what, BoundObject object) {
        extra.put(PREFIX + what + "-name", List.of(object.name()));
        if (!object.uid().isEmpty()) {
            extra.put(PREFIX + what + "-uid", List.of(object.uid()));
        }
    }
}
