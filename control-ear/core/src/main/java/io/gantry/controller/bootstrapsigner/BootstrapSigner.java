package io.gantry.controller.bootstrapsigner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs the kubeconfig in ConfigMap {@code cluster-info} of {@code kube-public} with every bootstrap token, so that whoever has a token
 * can trust what everybody may read ("Authenticating with Bootstrap Tokens", ConfigMap signing).
 */
public final class BootstrapSigner implements Controller {

    private static final ObjectKey CLUSTER_INFO =
            new ObjectKey(ResourceNames.CONFIG_MAPS, "kube-public", "cluster-info");
    private static final String TOKEN_NAMESPACE = "kube-system";
    private static final String CONTENT = "kubeconfig";
    private static final String SIGNATURE = "jws-kubeconfig-";

    @Override
    public String name() {
        return "bootstrap-signer-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(
                        ResourceNames.CONFIG_MAPS,
                        (event, view) -> only(event.object().key().equals(CLUSTER_INFO)))
                .on(ResourceNames.SECRETS, (event, view) -> only(concerns(event)));
    }

    private static Collection<ObjectKey> only(boolean concerned) {
        return concerned ? List.of(CLUSTER_INFO) : List.of();
    }

    private static boolean concerns(CacheEvent event) {
        return event.object().namespace().equals(TOKEN_NAMESPACE)
                && event.object().name().startsWith(BootstrapToken.NAME_PREFIX);
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(CLUSTER_INFO).map(map -> sign(map, tokens(view), now)).orElse(Plan.NOTHING);
    }

    private static List<BootstrapToken> tokens(ClusterView view) {
        return view.list(ResourceNames.SECRETS, TOKEN_NAMESPACE).stream()
                .flatMap(secret -> BootstrapToken.forSigning(secret).stream())
                .toList();
    }

    private static Plan sign(ApiObject map, List<BootstrapToken> all, Instant now) {
        JsonNode content = map.json().path("data").path(CONTENT);
        if (!content.isTextual()) {
            return Plan.NOTHING;
        }
        List<BootstrapToken> tokens =
                all.stream().filter(token -> !token.hasEnded(now)).toList();
        ObjectNode desired = map.copy();
        ObjectNode data = Nodes.child(desired, "data");
        List<String> old = new ArrayList<>(
                data.properties().stream().map(Map.Entry::getKey).toList());
        old.removeIf(field -> !field.startsWith(SIGNATURE));
        data.remove(old);
        tokens.forEach(token -> data.put(SIGNATURE + token.id(), token.sign(content.asText())));
        Plan.Builder plan = Plan.builder().update(map, desired);
        tokens.stream()
                .map(BootstrapToken::end)
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .ifPresent(end -> plan.requeueAfter(Duration.between(now, end)));
        return plan.build();
    }
}
