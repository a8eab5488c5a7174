package io.gantry.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.StatusException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Gives every version that the control plane itself serves its APIService, and takes away those that a former release served. */
public final class LocalApiServices {

    private static final GroupResource API_SERVICES = new GroupResource("apiregistration.k8s.io", "apiservices");
    private static final String MANAGED = "kube-aggregator.kubernetes.io/automanaged";
    private static final int LAST_GROUP = 15_000;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final Set<String> REPLACEABLE = Set.of("metrics.k8s.io");

    /** Upstream's, by which clients tell groups of the same resource apart. */
    private static final Map<String, Integer> GROUPS = Map.ofEntries(
            Map.entry("", 18_000),
            Map.entry("apps", 17_800),
            Map.entry("events.k8s.io", 17_750),
            Map.entry("authentication.k8s.io", 17_700),
            Map.entry("authorization.k8s.io", 17_600),
            Map.entry("autoscaling", 17_500),
            Map.entry("batch", 17_400),
            Map.entry("certificates.k8s.io", 17_300),
            Map.entry("networking.k8s.io", 17_200),
            Map.entry("policy", 17_100),
            Map.entry("rbac.authorization.k8s.io", 17_000),
            Map.entry("storage.k8s.io", 16_800),
            Map.entry("apiextensions.k8s.io", 16_700),
            Map.entry("admissionregistration.k8s.io", 16_700),
            Map.entry("scheduling.k8s.io", 16_600),
            Map.entry("coordination.k8s.io", 16_500),
            Map.entry("node.k8s.io", 16_300),
            Map.entry("discovery.k8s.io", 16_200),
            Map.entry("flowcontrol.apiserver.k8s.io", 16_100),
            Map.entry("internal.apiserver.k8s.io", 16_000),
            Map.entry("resource.k8s.io", 15_900),
            Map.entry("storagemigration.k8s.io", 15_800),
            // last: its pods and nodes must not hide those of the core group
            Map.entry("metrics.k8s.io", 100));

    private final ClusterView view;
    private final ObjectWriter writer;

    public LocalApiServices(ClusterView view, ObjectWriter writer) {
        this.view = view;
        this.writer = writer;
    }

    /**
     * Writes what is missing or different. Several instances may do so at once.
     *
     * @param definitions the built-in ones
     */
    public void ensure(Collection<ResourceDefinition> definitions) {
        Map<String, ObjectNode> wanted = new TreeMap<>();
        for (ResourceDefinition definition : definitions) {
            if (!definition.group().equals(API_SERVICES.group())) {
                wanted.put(definition.version() + "." + definition.group(), spec(definition));
            }
        }
        wanted.forEach(this::ensure);
        Set<ApiObject> left = new HashSet<>(view.list(API_SERVICES));
        left.removeIf(present -> wanted.containsKey(present.name())
                || !present.labels().getOrDefault(MANAGED, "").equals("onstart"));
        left.forEach(this::delete);
    }

    private void delete(ApiObject present) {
        try {
            writer.delete(present.key(), DeleteOptions.ofUid(present.uid()));
        } catch (StatusException e) {
            if (e.code() != NOT_FOUND && e.code() != CONFLICT) {
                throw e;
            }
            // another instance was faster
        }
    }

    private void ensure(String name, ObjectNode spec) {
        ObjectKey key = ObjectKey.cluster(API_SERVICES, name);
        if (view.get(key).isEmpty()) {
            create(name, spec);
            return;
        }
        ApiObject present = view.get(key).orElseThrow();
        boolean managed = present.labels().getOrDefault(MANAGED, "").equals("onstart");
        if (managed && !isReplaced(present)) {
            writer.update(key, stored -> {
                stored.set("spec", spec);
                return stored;
            });
        }
    }

    /** Who installs a metrics-server of their own keeps it. */
    private static boolean isReplaced(ApiObject service) {
        return REPLACEABLE.contains(Nodes.text(service.spec(), "group"))
                && service.spec().hasNonNull("service");
    }

    private void create(String name, ObjectNode spec) {
        ObjectNode created = Json.object();
        created.putObject("metadata").put("name", name).putObject("labels").put(MANAGED, "onstart");
        created.set("spec", spec);
        try {
            writer.create(API_SERVICES, created);
        } catch (StatusException e) {
            if (e.code() != CONFLICT) {
                throw e;
            }
            // another instance was faster
        }
    }

    private static ObjectNode spec(ResourceDefinition definition) {
        ObjectNode spec = Json.object();
        if (!definition.group().isEmpty()) {
            spec.put("group", definition.group());
        }
        return spec.put("version", definition.version())
                .put("groupPriorityMinimum", GROUPS.getOrDefault(definition.group(), LAST_GROUP))
                .put("versionPriority", priority(definition.group(), definition.version()));
    }

    /** Later stable versions before earlier ones, those before betas, and alphas last. */
    private static int priority(String group, String version) {
        if (group.isEmpty()) {
            return 1;
        }
        if (version.contains("alpha")) {
            return 1;
        }
        return version.contains("beta") ? 9 : 15 * Integer.parseInt(version.substring(1));
    }
}
