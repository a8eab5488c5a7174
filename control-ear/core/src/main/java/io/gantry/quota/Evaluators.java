package io.gantry.quota;

import io.gantry.object.GroupResource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is known of the resources that quotas limit. A resource with more to it than a count is one line here. */
public final class Evaluators {

    private static final Map<GroupResource, Evaluator> SPECIAL =
            List.of(new PodEvaluator(), new ServiceEvaluator(), new ClaimEvaluator(), new ResourceClaimEvaluator())
                    .stream()
                    .collect(Collectors.toMap(Evaluator::resource, Function.identity()));

    /** Never counted: events come and go by themselves, the others are not stored. */
    private static final Set<GroupResource> UNCOUNTED = Set.of(
            new GroupResource("", "events"),
            new GroupResource("events.k8s.io", "events"),
            new GroupResource("", "bindings"),
            new GroupResource("", "componentstatuses"),
            new GroupResource("authorization.k8s.io", "localsubjectaccessreviews"));

    private Evaluators() {}

    /** The evaluator of a resource; empty when quotas never limit it. */
    public static Optional<Evaluator> of(GroupResource resource) {
        Evaluator special = SPECIAL.get(resource);
        if (special != null) {
            return Optional.of(special);
        }
        return UNCOUNTED.contains(resource) ? Optional.empty() : Optional.of(ObjectCount.of(resource));
    }

    /** The evaluators that count any of these names. */
    static Set<Evaluator> counting(Set<String> names) {
        Set<Evaluator> all = new LinkedHashSet<>();
        for (String name : names) {
            SPECIAL.values().stream().filter(special -> special.counts(name)).forEach(all::add);
            ObjectCount.counted(name)
                    .filter(resource -> !SPECIAL.containsKey(resource))
                    .flatMap(Evaluators::of)
                    .ifPresent(all::add);
        }
        return all;
    }
}
