package io.gantry.launcher;

import java.nio.file.Path;

/**
 * Where things lie: what the build made, and what this cluster keeps.
 *
 * @param home the checkout
 * @param state what the cluster keeps; {@code GANTRY_STATE_DIR}, by default {@code .gantry} in the checkout
 * @param agent the node agent's jar and its libraries; {@code GANTRY_AGENT_HOME}, by default what the checkout has built
 */
record Layout(Path home, Path state, Path agent) {

    static Layout fromSystem() {
        Path home =
                Path.of(System.getProperty("gantry.home", ".")).toAbsolutePath().normalize();
        String state = System.getenv().getOrDefault("GANTRY_STATE_DIR", ".gantry");
        String agent = System.getenv().getOrDefault("GANTRY_AGENT_HOME", "node-agent/target");
        return new Layout(
                home, home.resolve(state).normalize(), home.resolve(agent).normalize());
    }

    Path logs() {
        return state().resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path pids() {
        return state().resolve("run");
    }

    Path pki() {
        return state().resolve("pki");
    }

    Path kubeconfig() {
        return state().resolve("kubeconfig");
    }

    Path postgres() {
        return state().resolve("postgres");
    }

    Path externalDatabase() {
        return state().resolve("external-database");
    }

    Path libertyUser() {
        return state().resolve("liberty");
    }

    Path node(String name) {
        return state().resolve("nodes").resolve(name);
    }

    Path libertyRuntime() {
        return home.resolve("control-ear/ear/target/liberty/wlp");
    }

    Path ear() {
        return home.resolve("control-ear/ear/target/gantry.ear");
    }

    Path libertyConfig() {
        return home.resolve("liberty-config");
    }

    Path agentJar() {
        return agent.resolve("gantry-node-agent.jar");
    }
}
