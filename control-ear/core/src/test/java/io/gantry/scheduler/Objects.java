package io.gantry.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Snapshot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Nodes and pods for tests, written with single quotes. */
final class Objects {

    private Objects() {}

    static Snapshot snapshot(NodeInfo... nodes) {
        return new Snapshot(Arrays.asList(nodes), Map.of(), Map.of());
    }

    static Snapshot nominated(Snapshot snapshot, PodInfo pod) {
        Map<String, List<PodInfo>> nominated = new HashMap<>();
        nominated.put(pod.nominatedNode(), List.of(pod));
        return new Snapshot(snapshot.nodes(), snapshot.namespaceLabels(), nominated);
    }

    /** A node of 8 GiB and room for 110 pods, with its name as host name. */
    static NodeInfo node(String name, String cpu, String labels) {
        return node(name, labels, "{'status':{'allocatable':{'pods':'110','cpu':'" + cpu + "','memory':'8Gi'}}}", "");
    }

    static NodeInfo tainted(String name, String cpu, String labels, String taints) {
        return node(
                name,
                labels,
                "{'spec':{'taints':[" + taints + "]},'status':{'allocatable':{'pods':'110','cpu':'" + cpu
                        + "','memory':'8Gi'}}}",
                "");
    }

    private static NodeInfo node(String name, String labels, String json, String namespace) {
        String own = labels.isEmpty() ? "" : labels + ",";
        return NodeInfo.of(
                object("nodes", namespace, name, json, "{" + own + "'kubernetes.io/hostname':'" + name + "'}"));
    }

    /** A pod labelled {@code app: x}. */
    static PodInfo pod(String name, String spec) {
        return labelled(name, "{'app':'x'}", spec);
    }

    static PodInfo labelled(String name, String labels, String spec) {
        return PodInfo.of(object("pods", "default", name, "{'spec':{" + spec + "}}", labels));
    }

    /** A pod that wants so much CPU. */
    static PodInfo sized(String name, int priority, String cpu) {
        return pod(name, "'priority':" + priority + ",'containers':[{'resources':{'requests':{'cpu':'" + cpu + "'}}}]");
    }

    static ApiObject object(String resource, String namespace, String name, String json, String labels) {
        ObjectNode object = Json.read(json.replace('\'', '"'));
        object.put("apiVersion", "v1").put("kind", "X");
        ObjectNode metadata = object.putObject("metadata").put("name", name).put("uid", "uid-" + name);
        metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
        metadata.set("labels", Json.read(labels.replace('\'', '"')));
        ObjectKey key = new ObjectKey(new GroupResource("", resource), namespace, name);
        return ApiObject.of(key, 1, ApiObject.document(object));
    }
}
