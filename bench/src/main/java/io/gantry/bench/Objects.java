package io.gantry.bench;

import java.io.IOException;

/** The objects that the workloads create. */
final class Objects {

    static final String NAMESPACE = "gantry-bench";

    private Objects() {}

    /** Makes the namespace, and the service account that pods want and no controller makes where only an API server runs. */
    static void makeNamespace(ApiClient client) throws IOException {
        client.require(Target.send("POST", "/api/v1/namespaces", named("Namespace", NAMESPACE)));
        client.require(Target.send("POST", path("serviceaccounts"), named("ServiceAccount", "default")));
    }

    /** An object that has nothing but its name. */
    static String named(String kind, String name) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"" + kind + "\",\"metadata\":{\"name\":\"" + name + "\"}}";
    }

    /** About 1 KB. */
    static String configMap(String name) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"text\":\"" + "x".repeat(850) + "\"}}";
    }

    /** A pod with the given scheduler; one that nobody runs keeps it pending. */
    static String pod(String name, String scheduler) {
        return """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"bench"}},
                "spec":{"schedulerName":"%s","terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"bench/none",
                "env":[{"name":"A","value":"1"},{"name":"B","value":"2"}],
                "resources":{"requests":{"cpu":"100m","memory":"64Mi"}}}]}}""".formatted(name, scheduler);
    }

    /** A pod that runs for ever, of the image that every node has; it asks for nothing, so that a node takes as many as it has places. */
    static String runningPod(String name, String node) {
        return """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"bench"}},
                "spec":{"nodeSelector":{"kubernetes.io/hostname":"%s"},"terminationGracePeriodSeconds":0,"containers":[{"name":"c",
                "image":"%s","imagePullPolicy":"IfNotPresent","command":["%s"]}]}}""".formatted(name, node, PairEngine.IMAGE, PairEngine.PROGRAM);
    }

    static String node(String name) {
        return """
                {"apiVersion":"v1","kind":"Node","metadata":{"name":"%s","labels":{"bench":"true","kubernetes.io/hostname":"%s"}},
                "spec":{}}""".formatted(name, name);
    }

    static String nodeStatus() {
        return """
                {"status":{"capacity":{"cpu":"32","memory":"256Gi","pods":"110"},
                "allocatable":{"cpu":"32","memory":"256Gi","pods":"110"},
                "conditions":[{"type":"Ready","status":"True","reason":"Bench","message":"",
                "lastHeartbeatTime":"2100-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""";
    }

    static String path(String plural) {
        return "/api/v1/namespaces/" + NAMESPACE + "/" + plural;
    }
}
