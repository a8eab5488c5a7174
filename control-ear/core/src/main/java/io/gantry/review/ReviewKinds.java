package io.gantry.review;

import io.gantry.authentication.Authenticator;
import io.gantry.identity.Authorizer;
import io.gantry.identity.RuleResolver;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Scope;
import java.time.InstantSource;
import java.util.List;

/** The kinds that ask who somebody is and what they may do (authentication.k8s.io, authorization.k8s.io). */
public final class ReviewKinds {

    private ReviewKinds() {}

    public static List<ResourceDefinition> definitions(
            Authenticator authenticator, Authorizer authorizer, RuleResolver rules, InstantSource clock) {
        AccessReviews access = new AccessReviews(authorizer);
        return List.of(
                ReviewDefinition.of(
                        ReviewDefinition.AUTHENTICATION,
                        "SelfSubjectReview",
                        Scope.CLUSTER,
                        new SelfSubjectReviews(clock)),
                ReviewDefinition.of(
                        ReviewDefinition.AUTHENTICATION, "TokenReview", Scope.CLUSTER, new TokenReviews(authenticator)),
                ReviewDefinition.of(
                        ReviewDefinition.AUTHORIZATION, "LocalSubjectAccessReview", Scope.NAMESPACED, access::local),
                ReviewDefinition.of(
                        ReviewDefinition.AUTHORIZATION, "SelfSubjectAccessReview", Scope.CLUSTER, access::self),
                ReviewDefinition.of(
                        ReviewDefinition.AUTHORIZATION,
                        "SelfSubjectRulesReview",
                        Scope.CLUSTER,
                        new SelfSubjectRulesReviews(rules)),
                ReviewDefinition.of(
                        ReviewDefinition.AUTHORIZATION, "SubjectAccessReview", Scope.CLUSTER, access::anybody));
    }
}
