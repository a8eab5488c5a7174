package io.gantry.bench;

/** Lists pods. */
record ListPods(Load load, String query) implements Workload {

    @Override
    public Result run(Target target) throws Exception {
        return load.run(target, number -> Target.get(Objects.path("pods") + query));
    }
}
