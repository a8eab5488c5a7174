package io.gantry.ear;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two instances of the control plane over one database, started at the same moment. */
final class TwoInstances implements AutoCloseable {

    /** Of a network that is for documentation only: nothing is sent there. */
    private static final List<String> ADVERTISED = List.of("192.0.2.81", "192.0.2.82");

    private final TestPostgres postgres;
    private final List<TestInstance> instances;

    private TwoInstances(TestPostgres postgres, List<TestInstance> instances) {
        this.postgres = postgres;
        this.instances = instances;
    }

    static TwoInstances start(Path directory) throws IOException {
        TestFiles.deleteTree(directory);
        Files.createDirectories(directory);
        TestPki pki = new TestPki(directory.resolve("pki"));
        TestPostgres postgres = new TestPostgres(directory);
        TwoInstances started = new TwoInstances(
                postgres,
                List.of(
                        new TestInstance(directory.resolve("first"), pki, postgres, ADVERTISED.get(0)),
                        new TestInstance(directory.resolve("second"), pki, postgres, ADVERTISED.get(1))));
        try {
            for (TestInstance instance : started.instances) {
                instance.begin();
            }
            started.instances.forEach(TestInstance::awaitReady);
            return started;
        } catch (IOException | RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    TestInstance first() {
        return instances.getFirst();
    }

    TestInstance second() {
        return instances.getLast();
    }

    List<ApiClient> clients() {
        return instances.stream().map(TestInstance::api).toList();
    }

    TestPostgres postgres() {
        return postgres;
    }

    TestInstance otherThan(TestInstance one) {
        return one == first() ? second() : first();
    }

    /** Who holds a lease, as the given instance tells. */
    TestInstance holder(String lease, TestInstance asked) {
        JsonNode spec = asked.api()
                .get("/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/" + lease)
                .json()
                .path("spec");
        String identity = spec.path("holderIdentity").asText();
        return instances.stream()
                .filter(instance -> identity.startsWith(instance.advertised() + ":"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(lease + " is held by \"" + identity + "\""));
    }

    @Override
    public void close() throws IOException {
        instances.forEach(TestInstance::close);
        postgres.close();
    }
}
