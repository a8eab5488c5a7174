package io.gantry.bench;

import java.net.http.HttpClient;

/** Creates the pods that the reads want, of a scheduler that does not exist. */
record CreatePods(int connections, int count) implements Workload {

    @Override
    public Result run(Target target) throws Exception {
        try (HttpClient client = target.connect()) {
            target.require(client, target.send("POST", "/api/v1/namespaces", Objects.namespace()));
        }
        return new Load(connections, 0)
                .runCount(
                        target,
                        number -> target.send("POST", Objects.path("pods"), Objects.pod("p-" + number, "none")),
                        count);
    }
}
