package io.gantry.bench;

import java.net.http.HttpClient;

/** Removes what the workloads made. */
record CleanUp(int nodes) implements Workload {

    @Override
    public Result run(Target target) throws Exception {
        long start = System.nanoTime();
        try (HttpClient client = target.connect()) {
            target.require(client, target.delete(Objects.path("pods") + "?gracePeriodSeconds=0"));
            target.require(client, target.delete(Objects.path("configmaps")));
            target.require(client, target.delete("/api/v1/namespaces/" + Objects.NAMESPACE));
            target.require(client, target.delete("/api/v1/nodes?labelSelector=bench%3Dtrue"));
        }
        return new Result((System.nanoTime() - start) / 1e9, 4, 0, new long[0]);
    }
}
