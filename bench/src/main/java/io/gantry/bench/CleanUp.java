package io.gantry.bench;

/** Removes what the workloads made. */
record CleanUp(int nodes) implements Workload {

    @Override
    public Result run(Target target) throws Exception {
        long start = System.nanoTime();
        try (ApiClient client = target.connect(1)) {
            client.require(Target.delete(Objects.path("pods") + "?gracePeriodSeconds=0"));
            client.require(Target.delete(Objects.path("configmaps")));
            client.require(Target.delete("/api/v1/namespaces/" + Objects.NAMESPACE));
            client.require(Target.delete("/api/v1/nodes?labelSelector=bench%3Dtrue"));
        }
        return new Result((System.nanoTime() - start) / 1e9, 4, 0, new long[0]);
    }
}
