package io.gantry.identity;

import java.util.ArrayList;
import java.util.List;

/** Puts together what several resolvers list. */
public record RuleResolverChain(List<RuleResolver> resolvers) implements RuleResolver {

    public RuleResolverChain {
        resolvers = List.copyOf(resolvers);
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        List<ResourceRule> resources = new ArrayList<>();
        List<NonResourceRule> urls = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        boolean incomplete = false;
        for (RuleResolver resolver : resolvers) {
            Rules rules = resolver.rulesFor(user, namespace);
            resources.addAll(rules.resourceRules());
            urls.addAll(rules.nonResourceRules());
            incomplete |= rules.incomplete();
            if (!rules.error().isEmpty()) {
                errors.add(rules.error());
            }
        }
        return new Rules(List.copyOf(resources), List.copyOf(urls), incomplete, String.join(", ", errors));
    }
}
