package io.gantry.ear;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The EAR on a real Liberty over a real PostgreSQL that syncs its writes; one for all tests of a run. */
final class TestControlPlane {

    /** Of a network that is for documentation only: nothing is sent there. */
    static final String ADVERTISED = "192.0.2.77";

    private static TestControlPlane shared;

    private final Path directory;
    private final TestPki pki;
    private final TestPostgres postgres;
    private final TestInstance instance;
    private final Path kubeconfig;

    private TestControlPlane(Path directory) throws IOException {
        TestFiles.deleteTree(directory);
        this.directory = Files.createDirectories(directory);
        this.pki = new TestPki(directory.resolve("pki"));
        this.postgres = new TestPostgres(directory);
        this.instance = new TestInstance(directory, pki, postgres, ADVERTISED);
        this.kubeconfig = pki.kubeconfig(instance.apiPort());
    }

    /** Starts it when the first test asks, and stops it when the test run ends. */
    static synchronized TestControlPlane shared() {
        if (shared == null) {
            try {
                TestControlPlane created =
                        new TestControlPlane(Path.of(System.getProperty("gantry.test.directory"), "shared"));
                Runtime.getRuntime().addShutdownHook(new Thread(created::close));
                created.instance.start();
                created.instance.awaitReady();
                shared = created;
            } catch (IOException e) {
                throw new IllegalStateException("cannot start the control plane", e);
            }
        }
        return shared;
    }

    private void close() {
        instance.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot stop PostgreSQL", e);
        }
    }

    TestInstance instance() {
        return instance;
    }

    TestPostgres postgres() {
        return postgres;
    }

    ApiClient api() {
        return instance.api();
    }

    Kubectl kubectl() {
        return new Kubectl(kubeconfig, directory);
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    TestPki pki() {
        return pki;
    }

    int apiPort() {
        return instance.apiPort();
    }
}
