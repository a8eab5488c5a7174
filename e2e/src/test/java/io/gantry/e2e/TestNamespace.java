package io.gantry.e2e;

import java.util.ArrayList;
import java.util.List;

/** A namespace that a test has for itself. */
record TestNamespace(LocalCluster cluster, String name) {

    void create() {
        cluster.kubectl("create", "namespace", name);
    }

    /** @param options of kubectl, for example how long to wait */
    void delete(String... options) {
        List<String> arguments = new ArrayList<>(List.of("delete", "namespace", name));
        arguments.addAll(List.of(options));
        cluster.kubectl(arguments.toArray(String[]::new));
    }

    /** Runs kubectl in the namespace; fails the test when it fails. */
    String kubectl(String... arguments) {
        return cluster.kubectl(inside(arguments));
    }

    String kubectlWithInput(String input, String... arguments) {
        return cluster.kubectlWithInput(input, inside(arguments));
    }

    void apply(String manifest) {
        kubectlWithInput(manifest, "apply", "-f", "-");
    }

    private String[] inside(String... arguments) {
        List<String> whole = new ArrayList<>(List.of("-n", name));
        whole.addAll(List.of(arguments));
        return whole.toArray(String[]::new);
    }
}
