package io.gantry.bench;

/** Creates ConfigMaps of 1 KB. */
record CreateConfigMaps(Load load) implements Workload {

    @Override
    public Result run(Target target) throws Exception {
        try (ApiClient client = target.connect(1)) {
            Objects.makeNamespace(client);
        }
        String run = Long.toString(System.currentTimeMillis(), 36);
        return load.run(
                target,
                number ->
                        Target.send("POST", Objects.path("configmaps"), Objects.configMap("c-" + run + "-" + number)));
    }
}
