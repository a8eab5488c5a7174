package io.gantry.agent.probe;

import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerStream;
import io.gantry.agent.runtime.ContainerStreams;
import io.gantry.agent.runtime.EngineException;

/** The streams of an engine that is away. */
final class NoStreams implements ContainerStreams {

    private static EngineException away() {
        return new EngineException("cannot reach the Docker daemon: Connection refused", new java.io.IOException());
    }

    @Override
    public ContainerStream logs(ContainerRecord container, LogRange range) {
        throw away();
    }

    @Override
    public Exec exec(ContainerRecord container, ExecSpec spec) {
        throw away();
    }

    @Override
    public ContainerStream attach(ContainerRecord container, boolean stdin, boolean stdout, boolean stderr) {
        throw away();
    }

    @Override
    public void resize(ContainerRecord container, int width, int height) {
        throw away();
    }
}
