package io.gantry.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Creates nodes that exist in the API only, then pods, and waits until all are bound: creation is part of the time. */
record SchedulePods(int connections, int nodes, int pods) implements Workload {

    private static final long PATIENCE_NANOS = 120_000_000_000L;

    @Override
    public Result run(Target target) throws Exception {
        Load load = new Load(connections, 0);
        load.runCount(target, number -> Target.send("POST", "/api/v1/nodes", Objects.node("bench-" + number)), nodes);
        load.runCount(
                target,
                number -> Target.send("PATCH", "/api/v1/nodes/bench-" + number + "/status", Objects.nodeStatus()),
                nodes);
        long start = System.nanoTime();
        Result created = load.runCount(
                target,
                number -> Target.send("POST", Objects.path("pods"), Objects.pod("s-" + number, "default-scheduler")),
                pods);
        long bound = awaitBound(target, start);
        return new Result((System.nanoTime() - start) / 1e9, bound, created.failed() + pods - bound, created.nanos());
    }

    private long awaitBound(Target target, long start) throws IOException {
        try (ApiClient client = target.connect(1)) {
            long bound = 0;
            while (bound < pods && System.nanoTime() - start < PATIENCE_NANOS) {
                LockSupport.parkNanos(200_000_000L);
                bound = bound(client);
            }
            return bound;
        }
    }

    private static long bound(ApiClient client) throws IOException {
        byte[] list = client.body(Target.get(
                Objects.path("pods") + "?fieldSelector=spec.nodeName!=,spec.schedulerName=default-scheduler"));
        JsonNode items = new ObjectMapper().readTree(list).path("items");
        return items.size();
    }
}
