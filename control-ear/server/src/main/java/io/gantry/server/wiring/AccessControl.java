package io.gantry.server.wiring;

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
import io.gantry.object.GroupResource;
import io.gantry.query.QueryKinds;
import io.gantry.rbac.RbacAuthorizer;
import io.gantry.rbac.RbacIndex;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.review.ReviewKinds;
import io.gantry.server.OidcOptions;
import io.gantry.server.Settings;
import io.gantry.store.ObjectStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Who is who, and who may do what. To be made before the cache starts, which it follows. */
final class AccessControl {

    private final TokenSigner signer;
    private final ServiceAccountTokens tokens;
    private final Authenticator authenticator;
    private final WatchCache cache;
    private final RbacAuthorizer roles;
    private final NodeAuthorizer nodes;
    private final Authorizer authorizer;
    private final InstantSource clock;
    private final AdmissionParts admission;

    AccessControl(Settings settings, WatchCache cache, InstantSource clock) {
        this.cache = cache;
        this.clock = clock;
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
        this.roles = new RbacAuthorizer(index);
        this.nodes = new NodeAuthorizer(cache);
        this.authorizer = AuthorizerChain.of(new MastersAuthorizer(), nodes, roles);
        this.admission = new AdmissionParts(cache, authorizer, roles, clock);
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

    /** Who else has a say in writes. */
    AdmissionParts admission() {
        return admission;
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
