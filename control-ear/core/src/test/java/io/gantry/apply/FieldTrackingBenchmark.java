package io.gantry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ServerSideApply.OnConflict;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.ManagedFields;
import io.gantry.object.Json;
import io.gantry.schema.Schemas;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What keeping account of owners costs; run by hand. Prints microseconds of processor time for each operation. */
public final class FieldTrackingBenchmark {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ROUNDS = 50_000;

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private static long sink;

    private FieldTrackingBenchmark() {}

    public static void main(String[] arguments) {
        ObjectNode map = Json.read("""
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"default","uid":"1",
                "labels":{"app":"a","tier":"b"}},"data":{"a":"%s"}}""".formatted("x".repeat(1000)));
        ObjectNode pod = Json.read("""
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","namespace":"default","uid":"1",
                "labels":{"app":"a"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"r","uid":"2",
                "controller":true,"blockOwnerDeletion":true}]},"spec":{"restartPolicy":"Always","dnsPolicy":"ClusterFirst",
                "schedulerName":"default-scheduler","terminationGracePeriodSeconds":30,"securityContext":{},
                "containers":[{"name":"c","image":"nginx","imagePullPolicy":"Always","resources":{},
                "ports":[{"containerPort":80,"protocol":"TCP"}],"terminationMessagePath":"/dev/log",
                "terminationMessagePolicy":"File","env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]}]},
                "status":{"phase":"Pending","qosClass":"BestEffort"}}""");
        ObjectNode lease = Json.read("""
                {"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"n","namespace":"kube-node-lease",
                "uid":"1"},"spec":{"holderIdentity":"n","leaseDurationSeconds":40,
                "renewTime":"2026-01-01T00:00:00.000000Z"}}""");
        UnaryOperator<FieldSet> main = set -> set.without(Set.of("status"));
        UnaryOperator<FieldSet> status = set -> set.only(Set.of("metadata", "status"));
        FieldTracking maps = tracking("io.k8s.api.core.v1.ConfigMap", "kubectl", "v1", "", main);
        FieldTracking pods = tracking("io.k8s.api.core.v1.Pod", "kube-controller-manager", "v1", "", main);
        FieldTracking nodes = tracking("io.k8s.api.core.v1.Pod", "kubelet", "v1", "status", status);
        FieldTracking leases =
                tracking("io.k8s.api.coordination.v1.Lease", "kubelet", "coordination.k8s.io/v1", "", main);

        measure(
                "create ConfigMap",
                () -> maps.created(map, ManagedFields.NONE, NOW).write());
        measure("create Pod", () -> pods.created(pod, ManagedFields.NONE, NOW).write());

        ObjectNode owned = owned(pod, pods.created(pod, ManagedFields.NONE, NOW));
        ObjectNode running = owned.deepCopy();
        running.set("spec", owned.get("spec"));
        ObjectNode state = running.withObject("/status");
        state.put("phase", "Running").put("podIP", "10.0.0.1").putArray("conditions");
        for (String type : new String[] {"Initialized", "Ready", "ContainersReady", "PodScheduled"}) {
            state.withArray("conditions").addObject().put("type", type).put("status", "True");
        }
        measure("first status of a Pod", () -> update(nodes, owned, running));
        ObjectNode known = owned(running, nodes.updated(owned, running, read(owned), NOW));
        ObjectNode failed = known.deepCopy();
        failed.set("spec", known.get("spec"));
        failed.withObject("/status").put("phase", "Failed");
        measure("next status of a Pod", () -> update(nodes, known, failed));
        measure("update of a Pod that changes nothing", () -> update(pods, known, known.deepCopy()));
        ObjectNode ownedLease = owned(lease, leases.created(lease, ManagedFields.NONE, NOW));
        ObjectNode renewed = ownedLease.deepCopy();
        renewed.withObject("/spec").put("renewTime", "2026-01-01T00:00:10.000000Z");
        measure("renewal of a Lease", () -> update(leases, ownedLease, renewed));

        ServerSideApply apply = new ServerSideApply(pods.versions(), new Writer("me", "v1", ""), main);
        ObjectNode config = pod.deepCopy().without("status");
        config.withObject("/metadata").remove("uid");
        ObjectNode applied = apply.apply(Json.object(), config, OnConflict.REFUSE, NOW);
        measure("apply of a Pod, unchanged", () -> apply.apply(applied, config, OnConflict.REFUSE, NOW));
        System.out.println(sink);
    }

    private static Object update(FieldTracking tracking, ObjectNode old, ObjectNode wanted) {
        return tracking.updated(old, wanted, read(old), NOW).write();
    }

    private static ManagedFields read(ObjectNode object) {
        return ManagedFields.read(object.path("metadata").path("managedFields"));
    }

    private static ObjectNode owned(ObjectNode object, ManagedFields owners) {
        ObjectNode copy = object.deepCopy();
        copy.withObject("/metadata").set("managedFields", owners.write());
        return copy;
    }

    private static FieldTracking tracking(
            String type, String manager, String version, String subresource, UnaryOperator<FieldSet> counted) {
        ValueType typed = new ValueTypes().of(Schemas.builtIn().find(type).orElseThrow());
        return new FieldTracking(
                new Types.OneVersion(version, typed), new Writer(manager, version, subresource), counted);
    }

    private static void measure(String what, Supplier<Object> operation) {
        for (int i = 0; i < ROUNDS; i++) {
            sink += System.identityHashCode(operation.get());
        }
        long start = THREAD.getCurrentThreadCpuTime();
        for (int i = 0; i < ROUNDS; i++) {
            sink += System.identityHashCode(operation.get());
        }
        System.out.printf("%-40s %6.1f µs%n", what, (THREAD.getCurrentThreadCpuTime() - start) / 1000.0 / ROUNDS);
    }
}
