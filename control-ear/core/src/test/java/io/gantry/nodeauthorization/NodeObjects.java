package io.gantry.nodeauthorization;

import io.gantry.cache.WatchCache;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.MemoryObjectStore;
import java.util.List;

/** Two nodes with a pod each. */
final class NodeObjects {

    static final UserInfo NODE = new UserInfo("system:node:n1", List.of("system:nodes", UserInfo.AUTHENTICATED));

    final MemoryObjectStore store = new MemoryObjectStore(1000);
    final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);

    NodeObjects() {
        create("nodes", "", "n1", "\"spec\":{}");
        pod("mine", "n1", "1");
        pod("other", "n2", "2");
        create("persistentvolumeclaims", "ns", "claim1", "\"spec\":{\"volumeName\":\"pv1\"}");
        create("persistentvolumeclaims", "ns", "claim2", "\"spec\":{\"volumeName\":\"pv2\"}");
        create(
                "persistentvolumes",
                "",
                "pv1",
                "\"spec\":{\"csi\":{\"nodePublishSecretRef\":{\"namespace\":\"csi\",\"name\":\"deep\"}}}");
        cache.load();
    }

    private void pod(String name, String node, String number) {
        create("pods", "ns", name, """
                "spec":{"nodeName":"%1$s","serviceAccountName":"account%2$s","containers":[{"name":"c","envFrom":[
                {"secretRef":{"name":"secret%2$s"}}]}],"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"claim%2$s"}},
                {"name":"w","configMap":{"name":"config%2$s"}},{"name":"t","projected":{"sources":[{"serviceAccountToken":
                {"audience":"vault","path":"t"}}]}}]}""".formatted(node, number));
    }

    ApiObject create(String resource, String namespace, String name, String rest) {
        String metadata =
                "{\"name\":\"" + name + "\",\"namespace\":\"" + namespace + "\",\"uid\":\"uid-" + name + "\"}";
        return store.create(
                new ObjectKey(new GroupResource("", resource), namespace, name),
                Json.read("{\"kind\":\"Any\",\"apiVersion\":\"v1\",\"metadata\":" + metadata + "," + rest + "}"));
    }
}
