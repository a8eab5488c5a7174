package io.gantry.bench;

/** Something to measure. */
interface Workload {
    Result run(Target target) throws Exception;
}
