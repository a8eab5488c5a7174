package io.gantry.admission.webhook;

import io.gantry.cache.CacheEvent;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All webhooks in force, read once when their configuration changes. Follows the cache: to be registered there before it starts. One
 * thread tells of changes; any number read.
 */
public final class WebhookConfigurations implements Consumer<CacheEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookConfigurations.class);
    static final String GROUP = "admissionregistration.k8s.io";
    private static final GroupResource MUTATING = new GroupResource(GROUP, "mutatingwebhookconfigurations");
    private static final GroupResource VALIDATING = new GroupResource(GROUP, "validatingwebhookconfigurations");

    private final Phase mutating = new Phase();
    private final Phase validating = new Phase();

    /** The configurations of one kind in the order of their names. */
    private static final class Phase {
        private final TreeMap<String, List<Webhook>> byConfiguration = new TreeMap<>();
        private volatile List<Webhook> all = List.of();

        void put(String configuration, List<Webhook> webhooks) {
            if (webhooks.isEmpty()) {
                byConfiguration.remove(configuration);
            } else {
                byConfiguration.put(configuration, webhooks);
            }
            all = byConfiguration.values().stream().flatMap(List::stream).toList();
        }
    }

    @Override
    public void accept(CacheEvent event) {
        ApiObject configuration = event.object();
        GroupResource resource = configuration.key().resource();
        if (resource.equals(MUTATING)) {
            put(mutating, configuration, event);
        } else if (resource.equals(VALIDATING)) {
            put(validating, configuration, event);
        }
    }

    private static void put(Phase phase, ApiObject configuration, CacheEvent event) {
        boolean gone = event instanceof CacheEvent.Deleted;
        List<Webhook> webhooks = gone ? List.of() : Webhook.of(configuration);
        phase.put(configuration.name(), webhooks);
        LOG.info(
                "event=webhooks kind={} name={} webhooks={}",
                configuration.key().resource().resource(),
                configuration.name(),
                webhooks.size());
    }

    List<Webhook> mutating() {
        return mutating.all;
    }

    List<Webhook> validating() {
        return validating.all;
    }
}
