package io.gantry.bench;

import java.net.http.HttpClient;

/** Creates ConfigMaps of 1 KB. */
record CreateConfigMaps(Load load) implements Workload {

    @Override
    public Result run(Target target) throws Exception {
        try (HttpClient client = target.connect()) {
            target.require(client, target.send("POST", "/api/v1/namespaces", Objects.namespace()));
        }
        String run = Long.toString(System.currentTimeMillis(), 36);
        return load.run(
                target,
                number ->
                        target.send("POST", Objects.path("configmaps"), Objects.configMap("c-" + run + "-" + number)));
    }
}
