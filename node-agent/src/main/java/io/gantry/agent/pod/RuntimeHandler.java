package io.gantry.agent.pod;

import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.object.Pod;

/** The container runtime that a pod's RuntimeClass names. */
final class RuntimeHandler {

    private RuntimeHandler() {}

    /**
     * The engine's name of the runtime; empty for its own choice.
     *
     * @throws ConfigException when there is no such class
     */
    static String of(Pod pod, ClusterState cluster) throws ConfigException {
        String name = pod.spec().path("runtimeClassName").asText("");
        if (name.isEmpty()) {
            return "";
        }
        return cluster.get(new ObjectRef(ObjectRef.RUNTIME_CLASSES, "", name))
                .map(runtimeClass -> runtimeClass.path("handler").asText())
                .orElseThrow(() ->
                        new ConfigException("failed to get sandbox runtime: RuntimeClass \"" + name + "\" not found"));
    }
}
