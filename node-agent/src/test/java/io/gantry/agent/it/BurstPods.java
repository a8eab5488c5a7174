package io.gantry.agent.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Many small pods that between them use what can be left behind; the same name is the same pod, in every process. */
final class BurstPods {

    private static final int FIRST_HOST_PORT = 23_000;

    private BurstPods() {}

    static List<ObjectNode> of(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> pod(prefix, number)).toList();
    }

    private static ObjectNode pod(String prefix, int number) {
        String name = prefix + "-" + number;
        ObjectNode pod = Pods.pod(name, "Always");
        ((ObjectNode) pod.path("metadata"))
                .put(
                        "uid",
                        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                                .toString());
        Pods.volume(pod, "memory").putObject("emptyDir").put("medium", "Memory");
        ObjectNode container = Pods.container(pod, "main", "exec sleep 3600");
        Pods.mount(container, "memory", "/memory");
        if (number % 5 == 0) {
            container
                    .putArray("ports")
                    .addObject()
                    .put("containerPort", 80)
                    .put("hostPort", FIRST_HOST_PORT + number)
                    .put("protocol", "TCP");
        }
        return pod;
    }
}
