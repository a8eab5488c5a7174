package io.gantry.controller.apiservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives every version of a group of custom resources an APIService, and takes it away when the last definition goes. Those that somebody
 * has made by hand are left alone.
 */
public final class CustomGroupRegistration implements Controller {

    private static final GroupResource API_SERVICES = new GroupResource("apiregistration.k8s.io", "apiservices");
    private static final GroupResource DEFINITIONS =
            new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");
    private static final String MANAGED = "kube-aggregator.kubernetes.io/automanaged";
    private static final int GROUP_PRIORITY = 1000;
    private static final int VERSION_PRIORITY = 100;

    /** Groups are shared by definitions: one key stands for all. */
    private static final ObjectKey ALL = ObjectKey.cluster(API_SERVICES, "");

    @Override
    public String name() {
        return "crd-registration-controller";
    }

    @Override
    public String fieldManager() {
        return "kube-apiserver";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(DEFINITIONS, (event, view) -> List.of(ALL))
                .on(API_SERVICES, (event, view) -> List.of(ALL));
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Map<String, ObjectNode> wanted = wanted(view);
        Plan.Builder plan = Plan.builder();
        wanted.forEach((name, spec) -> {
            Optional<ApiObject> present = view.get(ObjectKey.cluster(API_SERVICES, name));
            if (present.isEmpty()) {
                plan.add(new Change.Create(API_SERVICES, apiService(name, spec)));
            } else if (isManaged(present.get())
                    && !JsonEquality.same(present.get().spec(), spec)) {
                ObjectNode desired = present.get().copy();
                desired.set("spec", spec);
                plan.update(present.get(), desired);
            }
        });
        for (ApiObject present : view.list(API_SERVICES)) {
            if (isManaged(present) && !wanted.containsKey(present.name())) {
                plan.add(Change.Delete.of(present));
            }
        }
        return plan.build();
    }

    private static boolean isManaged(ApiObject apiService) {
        return apiService.labels().getOrDefault(MANAGED, "").equals("true");
    }

    /** By name: the specs of the versions that any definition serves. */
    private static Map<String, ObjectNode> wanted(ClusterView view) {
        Map<String, ObjectNode> wanted = new TreeMap<>();
        for (ApiObject definition : view.list(DEFINITIONS)) {
            String group = Nodes.text(definition.spec(), "group");
            for (JsonNode version : Nodes.objects(definition.spec(), "versions")) {
                if (version.path("served").asBoolean()) {
                    String name = Nodes.text(version, "name");
                    wanted.put(
                            name + "." + group,
                            Json.object()
                                    .put("group", group)
                                    .put("version", name)
                                    .put("groupPriorityMinimum", GROUP_PRIORITY)
                                    .put("versionPriority", VERSION_PRIORITY));
                }
            }
        }
        return wanted;
    }

    private static ObjectNode apiService(String name, ObjectNode spec) {
        ObjectNode created = Json.object().put("kind", "APIService").put("apiVersion", API_SERVICES.group() + "/v1");
        created.putObject("metadata").put("name", name).putObject("labels").put(MANAGED, "true");
        created.set("spec", spec);
        return created;
    }
}
