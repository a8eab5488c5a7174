package io.gantry.agent.probe;

import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import java.time.Duration;
import java.time.Instant;

/** Containers to probe that are servers of the test itself. */
final class Targets {

    private Targets() {}

    /** @param container JSON with apostrophes for quotation marks */
    static Target local(String container) {
        Instant start = Instant.EPOCH;
        ContainerRecord record = new ContainerRecord(
                "id",
                new PodIdentity("ns", "p", "u"),
                "c",
                0,
                "",
                "sandbox",
                Duration.ZERO,
                30,
                ContainerRecord.State.RUNNING,
                1,
                start,
                start,
                start,
                0,
                false,
                "",
                "i:1",
                "i",
                "",
                new ContainerSpec.Resources(2, 0, 0, 0),
                "",
                false,
                ContainerRecord.Stdin.NONE);
        Container read = new Container(Json.read(container.replace('\'', '"')), Container.Kind.REGULAR);
        return new Target(read, record, "127.0.0.1");
    }

    static Target local() {
        return local("{'name':'c'}");
    }
}
