package io.gantry.bench;

/** Creates the pods that the reads want, of a scheduler that does not exist. */
record CreatePods(int connections, int count) implements Workload {

    @Override
    public Result run(Target target) throws Exception {
        try (ApiClient client = target.connect(1)) {
            client.require(Target.send("POST", "/api/v1/namespaces", Objects.namespace()));
        }
        return new Load(connections, 0)
                .runCount(
                        target,
                        number -> Target.send("POST", Objects.path("pods"), Objects.pod("p-" + number, "none")),
                        count);
    }
}
