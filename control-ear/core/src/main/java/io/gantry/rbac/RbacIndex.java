package io.gantry.rbac;

import io.gantry.cache.CacheEvent;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All roles and bindings, the bindings by the users and groups that they mean, so that a request looks at its own only. Follows the
 * cache: to be registered there before it starts. One thread tells of changes; any number read.
 */
public final class RbacIndex implements Consumer<CacheEvent> {

    /** Bindings of one namespace, or of the cluster, that mean one user or group. */
    private record Place(String namespace, Subject.Holder holder) {}

    private final Map<ObjectKey, List<PolicyRule>> roles = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Binding> bindings = new ConcurrentHashMap<>();
    private final Map<Place, List<Binding>> byHolder = new ConcurrentHashMap<>();

    /**
     * A binding of a user.
     *
     * @param reason how access reviews tell of it
     */
    record Grant(Binding binding, String reason) {}

    @Override
    public void accept(CacheEvent event) {
        GroupResource resource = event.object().key().resource();
        if (!resource.group().equals(RbacResources.GROUP)) {
            return;
        }
        boolean gone = event instanceof CacheEvent.Deleted;
        if (resource.equals(RbacResources.ROLES) || resource.equals(RbacResources.CLUSTER_ROLES)) {
            role(event.object(), gone);
        } else {
            binding(event.object().key(), gone ? Optional.empty() : Optional.of(Binding.of(event.object())));
        }
    }

    private void role(ApiObject role, boolean gone) {
        if (gone) {
            roles.remove(role.key());
        } else {
            roles.put(role.key(), PolicyRule.ofRole(role.json()));
        }
    }

    /** Puts a binding in the place of its last state, for each holder in one step: nobody loses a right that they keep. */
    private void binding(ObjectKey key, Optional<Binding> next) {
        Set<Subject.Holder> concerned = new HashSet<>();
        Optional.ofNullable(bindings.get(key)).ifPresent(old -> concerned.addAll(old.holders()));
        next.ifPresent(binding -> concerned.addAll(binding.holders()));
        next.ifPresentOrElse(binding -> bindings.put(key, binding), () -> bindings.remove(key));
        for (Subject.Holder holder : concerned) {
            Place place = new Place(key.namespace(), holder);
            List<Binding> all = Stream.concat(
                            byHolder.getOrDefault(place, List.of()).stream()
                                    .filter(binding -> !binding.key().equals(key)),
                            next.stream().filter(binding -> binding.reasons().containsKey(holder)))
                    .sorted(Comparator.comparing(Binding::key))
                    .toList();
            if (all.isEmpty()) {
                byHolder.remove(place);
            } else {
                byHolder.put(place, all);
            }
        }
    }

    /** The rules of a role, empty when there is no such role. */
    Optional<List<PolicyRule>> rules(ObjectKey role) {
        return Optional.ofNullable(roles.get(role));
    }

    /** The bindings that apply to a user in a namespace: those of the cluster, then the namespace's own. */
    List<Grant> grants(UserInfo user, String namespace) {
        List<Grant> grants = new ArrayList<>();
        collect(user, "", grants);
        if (!namespace.isEmpty()) {
            collect(user, namespace, grants);
        }
        return grants;
    }

    private void collect(UserInfo user, String namespace, List<Grant> grants) {
        collect(Subject.Holder.user(user.username()), namespace, grants);
        user.groups().forEach(group -> collect(Subject.Holder.group(group), namespace, grants));
    }

    private void collect(Subject.Holder holder, String namespace, List<Grant> grants) {
        byHolder.getOrDefault(new Place(namespace, holder), List.of())
                .forEach(binding ->
                        grants.add(new Grant(binding, binding.reasons().get(holder))));
    }
}
