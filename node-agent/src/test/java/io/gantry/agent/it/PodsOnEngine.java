package io.gantry.agent.it;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A node with an engine of its own, and what its tests share. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PodsOnEngine {

    static final String SLEEP = "trap 'exit 0' TERM; while true; do sleep 0.1; done";

    PrivateEngine engine;
    TestNode node;

    @BeforeAll
    void startNode() throws IOException, InterruptedException {
        engine = new PrivateEngine(Files.createTempDirectory("gantry-it-"));
        node = new TestNode(engine.host(), engine.root().resolve("state"));
    }

    @AfterAll
    void stopNode() throws IOException {
        if (node != null) {
            node.close();
        }
        engine.close();
    }

    static void command(ObjectNode target, String... words) {
        ArrayNode command = target.putArray("command");
        for (String word : words) {
            command.add(word);
        }
    }

    String exec(ObjectNode pod, String... command) {
        FakeSession session = new FakeSession();
        return session.exec(node.agent().sessions(), TestNode.uid(pod), "main", command) + session.stderr();
    }

    String logs(ObjectNode pod) {
        return logs(pod, "main");
    }

    String logs(ObjectNode pod, String container) {
        FakeSession session = new FakeSession();
        session.serve(
                node.agent().sessions(),
                io.gantry.node.v1.SessionRequest.newBuilder()
                        .setLogs(io.gantry.node.v1.LogsRequest.newBuilder()
                                .setPod(io.gantry.node.v1.PodReference.newBuilder()
                                        .setUid(TestNode.uid(pod)))
                                .setContainer(container))
                        .build());
        return session.stdout();
    }
}
