package io.gantry.admission.policy;

import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The compiled policies of a kind: compiled when a request first meets a revision of one, forgotten when it is gone. */
final class PolicyCache<P> {

    private record Compiled<P>(long revision, P policy) {}

    private final ClusterView view;
    private final GroupResource policies;
    private final GroupResource bindings;
    private final Function<ApiObject, P> compile;
    private final Map<String, Compiled<P>> compiled = new ConcurrentHashMap<>();

    PolicyCache(ClusterView view, GroupResource policies, GroupResource bindings, Function<ApiObject, P> compile) {
        this.view = view;
        this.policies = policies;
        this.bindings = bindings;
        this.compile = compile;
    }

    /** All present policies; most clusters have none. */
    List<ApiObject> policies() {
        List<ApiObject> all = view.list(policies);
        if (compiled.size() > all.size()) {
            Set<String> names = new HashSet<>();
            all.forEach(policy -> names.add(policy.name()));
            compiled.keySet().retainAll(names);
        }
        return all;
    }

    List<ApiObject> bindings(String policy) {
        return view.list(bindings).stream()
                .filter(binding ->
                        Nodes.text(binding.json().path("spec"), "policyName").equals(policy))
                .toList();
    }

    P compiled(ApiObject policy) {
        Compiled<P> present = compiled.get(policy.name());
        if (present != null && present.revision() == policy.revision()) {
            return present.policy();
        }
        P fresh = compile.apply(policy);
        compiled.put(policy.name(), new Compiled<>(policy.revision(), fresh));
        return fresh;
    }
}
