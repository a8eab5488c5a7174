package io.gantry.bench;

/** Creates the pods that the reads want, of a scheduler that does not exist. The first half of them is not measured, see {@link Load}. */
record CreatePods(int connections, int count) implements Workload {

    @Override
    public Result run(Target target) throws Exception {
        try (ApiClient client = target.connect(1)) {
            Objects.makeNamespace(client);
        }
        Load load = new Load(connections, 0);
        int unmeasured = count / 2;
        create(load, target, 0, unmeasured);
        return create(load, target, unmeasured, count - unmeasured);
    }

    private static Result create(Load load, Target target, int first, int count) throws Exception {
        return load.runCount(
                target,
                number -> Target.send("POST", Objects.path("pods"), Objects.pod("p-" + (first + number), "none")),
                count);
    }
}
