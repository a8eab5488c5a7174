package io.gantry.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.ApiClient;
import io.gantry.e2e.LocalCluster;
import io.gantry.e2e.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every behaviour that Kubernetes asks of nodes and storage is answered by a case, or has a reason why not yet. */
@ExtendWith(LocalCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceIT {

    private final LocalCluster cluster;
    private final CaseFiles files = CaseFiles.ofTheProject();
    private TestRegistry registry;
    private ApiClient client;
    private ApiPaths paths;

    ConformanceIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeAll
    void discover() throws IOException, InterruptedException {
        registry = TestRegistry.open(cluster);
        registry.push(
                "volume:v1",
                TestRegistry.files("data.json", "[\"kitten.jpg\"]\n", "etc/os-release", "NAME=\"Alpine Linux\"\n"));
        client = cluster.api();
        paths = ApiPaths.discovered(client);
    }

    @AfterAll
    void disconnect() {
        client.close();
        registry.close();
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> everyCaseHolds() {
        String only = System.getProperty("gantry.conformance.only", ".*");
        return files.cases().stream()
                .filter(one -> (one.file() + " " + one.name()).matches(only))
                .map(one -> DynamicTest.dynamicTest(one.file() + ": " + one.name(), () -> run(one)));
    }

    private void run(ConformanceCase one) throws IOException, InterruptedException {
        String namespace = "case-" + one.file().replace(".yaml", "") + "-"
                + Integer.toString(ThreadLocalRandom.current().nextInt(0x1000000, 0x7000000), 36);
        new CaseRunner(cluster, new Api(client, paths, namespace), registry.address(), one).run(one.steps());
    }

    @Test
    void everyBehaviourHasEitherACaseOrAReason() {
        Map<String, List<String>> filesOf = filesOfBehaviours();
        List<String> named = new ArrayList<>(filesOf.keySet());
        named.addAll(files.notYet("en").keySet());
        assertThat(named).doesNotHaveDuplicates();
        assertThat(new HashSet<>(named)).isEqualTo(new HashSet<>(files.behaviours()));
    }

    @Test
    void thePagesTellWhatTheCasesAnswer() throws IOException {
        for (ConformancePage page : ConformancePage.ofTheProject(LocalCluster.home())) {
            String text = page.text(files.behaviours(), filesOfBehaviours(), files.notYet(page.language()));
            if (Boolean.getBoolean("gantry.conformance.write")) {
                Files.writeString(page.file(), text);
            }
            assertThat(page.file()).hasContent(text);
        }
    }

    private Map<String, List<String>> filesOfBehaviours() {
        return files.cases().stream()
                .flatMap(one -> one.answers().stream().map(behaviour -> Map.entry(behaviour, one.file())))
                .distinct()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, TreeMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }
}
