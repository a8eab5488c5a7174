package io.gantry.agent.it;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** An agent in a process of its own, which begins to start pods and is killed. */
final class DoomedAgent {

    private DoomedAgent() {}

    static Process start(URI engine, Path stateDir, String prefix, int pods) throws java.io.IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedAgent.class.getName(),
                        engine.toString(),
                        stateDir.toString(),
                        prefix,
                        Integer.toString(pods))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Engine, state directory, prefix of the pods' names, their number. */
    @SuppressWarnings("resource") // it is killed
    public static void main(String[] arguments) throws Exception {
        TestNode node = new TestNode(URI.create(arguments[0]), Path.of(arguments[1]));
        BurstPods.of(arguments[2], Integer.parseInt(arguments[3])).forEach(node::apply);
        new CountDownLatch(1).await();
    }
}
