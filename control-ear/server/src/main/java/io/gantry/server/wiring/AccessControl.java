package io.gantry.server.wiring;

import io.gantry.admission.Admission;
import io.gantry.authentication.AudienceAgnostic;
import io.gantry.authentication.Authenticator;
import io.gantry.authentication.LegacyTokens;
import io.gantry.authentication.ServiceAccountReader;
import io.gantry.authentication.ServiceAccountTokens;
import io.gantry.authentication.TokenReader;
import io.gantry.authentication.TokenSigner;
import io.gantry.cache.WatchCache;
import io.gantry.identity.Authorizer;
import io.gantry.identity.AuthorizerChain;
import io.gantry.identity.MastersAuthorizer;
import io.gantry.rbac.EscalationCheck;
import io.gantry.rbac.RbacAuthorizer;
import io.gantry.rbac.RbacIndex;
import io.gantry.resource.ResourceDefinition;
import io.gantry.review.ReviewKinds;
import io.gantry.server.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Who is who, and who may do what. To be made before the cache starts, which it follows. */
final class AccessControl {

    private final TokenSigner signer;
    private final ServiceAccountTokens tokens;
    private final Authenticator authenticator;
    private final RbacAuthorizer roles;
    private final Authorizer authorizer;
    private final InstantSource clock;

    AccessControl(Settings settings, WatchCache cache, InstantSource clock) {
        this.clock = clock;
        this.signer = new TokenSigner(Keys.serviceAccount(settings.pki()));
        String issuer = "https://kubernetes.default.svc." + settings.clusterDomain();
        List<String> audiences = List.of(issuer);
        this.tokens = new ServiceAccountTokens(signer, issuer, audiences, clock, UUID::randomUUID);
        List<TokenReader> readers = List.of(
                new AudienceAgnostic(audiences, Keys.tokens(settings.pki())::holder),
                new ServiceAccountReader(tokens, cache, clock),
                new LegacyTokens(signer, cache, audiences, clock));
        this.authenticator = new Authenticator(readers, audiences);
        RbacIndex index = new RbacIndex();
        cache.onEvent(index);
        this.roles = new RbacAuthorizer(index);
        this.authorizer = AuthorizerChain.of(new MastersAuthorizer(), roles);
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

    Admission admission() {
        return new Admission(List.of(new EscalationCheck(authorizer, roles)));
    }

    List<ResourceDefinition> reviewKinds() {
        return ReviewKinds.definitions(authenticator, authorizer, roles, clock);
    }
}
