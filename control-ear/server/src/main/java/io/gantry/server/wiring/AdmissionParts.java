package io.gantry.server.wiring;

import io.gantry.admission.Admission;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.builtin.BuiltInPlugins;
import io.gantry.admission.certificates.CertificatePlugin;
import io.gantry.admission.certificates.PodCertificatePlugin;
import io.gantry.admission.certificates.TrustBundlePlugin;
import io.gantry.admission.expression.AdmissionInput;
import io.gantry.admission.policy.MutatingPolicies;
import io.gantry.admission.policy.ValidatingPolicies;
import io.gantry.admission.resourcequota.ResourceQuotaPlugin;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.admission.serviceaccount.AccountLookup;
import io.gantry.admission.serviceaccount.PatientLookup;
import io.gantry.admission.serviceaccount.ServiceAccountPlugin;
import io.gantry.admission.webhook.MutatingWebhooks;
import io.gantry.admission.webhook.ValidatingWebhooks;
import io.gantry.admission.webhook.WebhookConfigurations;
import io.gantry.admission.webhook.WebhookMatching;
import io.gantry.cache.WatchCache;
import io.gantry.identity.Authorizer;
import io.gantry.nodeauthorization.NodeRestriction;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.rbac.EscalationCheck;
import io.gantry.rbac.RbacAuthorizer;
import io.gantry.registry.NameGenerator;
import io.gantry.registry.ObjectWriter;
import io.gantry.remote.RemoteClient;
import io.gantry.resource.Resources;
import io.gantry.webhook.WebhookClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Who has a say in writes. To be made before the cache starts, which it follows. */
final class AdmissionParts {

    private static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");

    private final WatchCache cache;
    private final Authorizer authorizer;
    private final RbacAuthorizer roles;
    private final InstantSource clock;
    private final NamespaceLookup namespaces;
    private final WebhookConfigurations webhooks = new WebhookConfigurations();

    AdmissionParts(WatchCache cache, Authorizer authorizer, RbacAuthorizer roles, InstantSource clock) {
        this.cache = cache;
        this.authorizer = authorizer;
        this.roles = roles;
        this.clock = clock;
        this.namespaces = new NamespaceLookup(cache);
        cache.onEvent(webhooks);
    }

    /**
     * What the cluster itself has to say about writes, but nothing that users do: so the control plane starts, and tells where it is,
     * whatever became of the webhooks.
     *
     * @param random for names
     */
    Admission own(RandomGenerator random) {
        return new Admission(ownPlugins(random));
    }

    /**
     * What everybody has to say about writes.
     *
     * @param random for names
     * @param remote reaches webhooks
     * @param tasks asks several at a time
     * @param writer writes what quotas have given away; there by the first request
     */
    Admission all(
            RandomGenerator random,
            Resources resources,
            RemoteClient remote,
            Executor tasks,
            Supplier<ObjectWriter> writer) {
        WebhookClient client = new WebhookClient(remote);
        WebhookMatching matching =
                new WebhookMatching(resources, namespaces, new AdmissionInput(namespaces, authorizer));
        Supplier<String> uids = () -> UUID.randomUUID().toString();
        List<AdmissionPlugin> plugins = new ArrayList<>(ownPlugins(random));
        plugins.add(new MutatingPolicies(resources, cache, namespaces, authorizer));
        plugins.add(new MutatingWebhooks(webhooks, matching, client, uids));
        plugins.add(new ValidatingPolicies(resources, cache, namespaces, authorizer));
        plugins.add(new ValidatingWebhooks(webhooks, matching, client, uids, tasks));
        // the last: what it has charged, no other may refuse
        plugins.add(new ResourceQuotaPlugin(cache, writer, clock));
        return new Admission(plugins);
    }

    private List<AdmissionPlugin> ownPlugins(RandomGenerator random) {
        AccountLookup accounts = new PatientLookup(
                (request, name) -> request.find(cache, new ObjectKey(SERVICE_ACCOUNTS, request.namespace(), name)));
        List<AdmissionPlugin> plugins = new ArrayList<>(List.of(
                new ServiceAccountPlugin(accounts, new NameGenerator(random)::name),
                new NodeRestriction(cache),
                new CertificatePlugin(authorizer),
                new TrustBundlePlugin(authorizer),
                new PodCertificatePlugin(authorizer, clock),
                new EscalationCheck(authorizer, roles)));
        plugins.addAll(BuiltInPlugins.of(cache, namespaces));
        return plugins;
    }
}
