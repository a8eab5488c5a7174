package io.gantry.server.wiring;

import io.gantry.admission.Admission;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.builtin.BuiltInPlugins;
import io.gantry.admission.certificates.CertificatePlugin;
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
import io.gantry.api.Transactions;
import io.gantry.authentication.AudienceAgnostic;
import io.gantry.authentication.Authenticator;
import io.gantry.authentication.BootstrapTokens;
import io.gantry.authentication.LegacyTokens;
import io.gantry.authentication.OidcTokens;
import io.gantry.authentication.ServiceAccountReader;
import io.gantry.authentication.ServiceAccountTokens;
import io.gantry.authentication.TokenReader;
import io.gantry.authentication.TokenSigner;
import io.gantry.cache.WatchCache;
import io.gantry.history.HistoryKinds;
import io.gantry.identity.Authorizer;
import io.gantry.identity.AuthorizerChain;
import io.gantry.identity.MastersAuthorizer;
import io.gantry.identity.RuleResolverChain;
import io.gantry.nodeauthorization.NodeAuthorizer;
import io.gantry.nodeauthorization.NodeRestriction;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.query.QueryKinds;
import io.gantry.rbac.EscalationCheck;
import io.gantry.rbac.RbacAuthorizer;
import io.gantry.rbac.RbacIndex;
import io.gantry.registry.NameGenerator;
import io.gantry.registry.ObjectWriter;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.remote.RemoteClient;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.review.ReviewKinds;
import io.gantry.server.OidcOptions;
import io.gantry.server.Settings;
import io.gantry.store.ObjectStore;
import io.gantry.webhook.WebhookClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Who is who, and who may do what. To be made before the cache starts, which it follows. */
final class AccessControl {

    private static final GroupResource SERVICE_ACCOUNTS = new GroupResource("", "serviceaccounts");

    private final TokenSigner signer;
    private final ServiceAccountTokens tokens;
    private final Authenticator authenticator;
    private final WatchCache cache;
    private final RbacAuthorizer roles;
    private final NodeAuthorizer nodes;
    private final Authorizer authorizer;
    private final InstantSource clock;
    private final NamespaceLookup namespaces;
    private final WebhookConfigurations webhooks = new WebhookConfigurations();

    AccessControl(Settings settings, WatchCache cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
        this.namespaces = NamespaceLookup.in(cache);
        this.signer = new TokenSigner(Keys.serviceAccount(settings.pki()));
        String issuer = "https://kubernetes.default.svc." + settings.clusterDomain();
        List<String> audiences = List.of(issuer);
        this.tokens = new ServiceAccountTokens(signer, issuer, audiences, clock, UUID::randomUUID);
        List<TokenReader> readers = new ArrayList<>(List.of(
                new AudienceAgnostic(audiences, Keys.tokens(settings.pki())::holder),
                new ServiceAccountReader(tokens, cache, clock),
                new LegacyTokens(signer, cache, audiences, clock),
                new AudienceAgnostic(audiences, new BootstrapTokens(cache, clock)::holder)));
        settings.oidc()
                .map(oidc -> oidcTokens(oidc, clock))
                .ifPresent(oidc -> readers.add(new AudienceAgnostic(audiences, oidc::holder)));
        this.authenticator = new Authenticator(readers, audiences);
        RbacIndex index = new RbacIndex();
        cache.onEvent(index);
        cache.onEvent(webhooks);
        this.roles = new RbacAuthorizer(index);
        this.nodes = new NodeAuthorizer(cache);
        this.authorizer = AuthorizerChain.of(new MastersAuthorizer(), nodes, roles);
    }

    private static OidcTokens oidcTokens(OidcOptions options, InstantSource clock) {
        OidcProvider provider = new OidcProvider(options.settings().issuer(), options.authority());
        return new OidcTokens(options.settings(), provider.keys(), clock);
    }

    TokenSigner signer() {
        return signer;
    }

    ServiceAccountTokens tokens() {
        return tokens;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    /**
     * What the cluster itself has to say about writes, but nothing that users do: so the control plane starts, and tells where it is,
     * whatever became of the webhooks.
     *
     * @param random for names
     */
    Admission ownAdmission(RandomGenerator random) {
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
    Admission admission(
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
        AccountLookup accounts =
                new PatientLookup((namespace, name) -> cache.get(new ObjectKey(SERVICE_ACCOUNTS, namespace, name)));
        List<AdmissionPlugin> plugins = new ArrayList<>(List.of(
                new ServiceAccountPlugin(accounts, new NameGenerator(random)::name),
                new NodeRestriction(cache),
                new CertificatePlugin(authorizer),
                new EscalationCheck(authorizer, roles)));
        plugins.addAll(BuiltInPlugins.of(cache, namespaces));
        return plugins;
    }

    /** The groups that only Gantry has. */
    List<ResourceDefinition> ownKinds(
            Resources resources,
            Registry registry,
            ObjectStore store,
            Set<GroupResource> confidential,
            RandomGenerator random) {
        List<ResourceDefinition> kinds =
                new ArrayList<>(HistoryKinds.definitions(resources, registry, store, cache, authorizer, confidential));
        kinds.add(QueryKinds.definition(resources, cache, authorizer));
        kinds.add(
                Transactions.definition(resources, registry, cache, SchemaSource.BUILT_IN, authorizer, clock, random));
        return kinds;
    }

    List<ResourceDefinition> reviewKinds() {
        return ReviewKinds.definitions(authenticator, authorizer, new RuleResolverChain(List.of(nodes, roles)), clock);
    }
}
