package io.gantry.bench;

/** Gets one pod after the other. */
record GetPod(Load load, int pods) implements Workload {

    @Override
    public Result run(Target target) throws Exception {
        return load.run(target, number -> Target.get(Objects.path("pods") + "/p-" + number % pods));
    }
}
