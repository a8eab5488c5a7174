package io.gantry.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.fake.FakeCluster;
import io.gantry.controller.fake.ManualClock;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventRecorder;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.registry.DeleteOptions;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlanExecutorTest {

    private final ManualClock clock = new ManualClock();
    private final FakeCluster cluster = new FakeCluster(clock);
    private final PlanExecutor executor =
            new PlanExecutor(cluster, new EventRecorder(cluster, clock), new SteppedWorkers());

    private ApiObject configMap(String name) {
        return cluster.apply(
                "{\"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"" + name + "\", \"namespace\": \"default\"}}");
    }

    private static ObjectNode with(ApiObject base, String field) {
        ObjectNode tree = base.copy();
        tree.put(field, true);
        return tree;
    }

    private static Change.Create create(int number) {
        return new Change.Create(
                ResourceNames.CONFIG_MAPS,
                Json.read("{\"metadata\": {\"name\": \"c" + number + "\", \"namespace\": \"default\"}}"));
    }

    @Test
    void laterStepsBuildOnEarlierOnesOfTheSamePlan() {
        ApiObject map = configMap("a");
        Plan plan = Plan.of(new Change.Update(map, with(map, "one")), new Change.UpdateStatus(map, with(map, "two")));

        PlanExecutor.Outcome outcome = executor.execute(plan);

        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.revision())
                .isEqualTo(cluster.get(map.key()).orElseThrow().revision());
    }

    @Test
    void aChangeOfWhatOthersHaveChangedMeanwhileIsRefused() {
        ApiObject map = configMap("a");
        cluster.update(map.key(), tree -> tree.put("other", true));

        PlanExecutor.Outcome outcome = executor.execute(Plan.of(new Change.Update(map, with(map, "mine"))));

        assertThat(outcome.failure())
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("has been modified");
        assertThat(cluster.get(map.key()).orElseThrow().json().has("mine")).isFalse();
    }

    @Test
    void deletingWhatIsGoneIsFine() {
        ApiObject map = configMap("a");
        cluster.removeNow(map.key());

        assertThat(executor.execute(Plan.of(new Change.Delete(map.key(), DeleteOptions.DEFAULT)))
                        .failure())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // creates that work before all others are refused -> creates that are tried
        "0, 1", // the first group is one
        "1, 3", // then two, which both are tried
        "2, 3",
        "3, 7",
        "50, 50",
    })
    void slowStartTriesFewWhenAllAreBoundToFail(int working, int tried) {
        AtomicInteger attempts = new AtomicInteger();
        cluster.refuse((verb, key) -> attempts.incrementAndGet() > working
                ? Optional.of(StatusException.forbidden(ResourceNames.PODS, "", "exceeded quota"))
                : Optional.empty());
        List<Change> creates = new ArrayList<>();
        IntStream.range(0, 50).forEach(i -> creates.add(create(i)));

        executor.execute(Plan.of(Change.Batch.slowStart(creates)));

        assertThat(attempts).hasValue(tried);
    }

    @Test
    void aRefusalEndsThePlanAndRunsTheFailurePlan() {
        cluster.refuse((verb, key) -> key.name().equals("c1")
                ? Optional.of(StatusException.forbidden(ResourceNames.PODS, "", "no"))
                : Optional.empty());
        Plan plan = Plan.builder()
                .add(create(0))
                .add(create(1))
                .add(create(2))
                .onFailure((failed, why) -> List.of(create(9)))
                .build();

        PlanExecutor.Outcome outcome = executor.execute(plan);

        assertThat(outcome.failure()).isPresent();
        assertThat(cluster.list(ResourceNames.CONFIG_MAPS))
                .extracting(ApiObject::name)
                .containsExactly("c0", "c9");
    }

    @Test
    void nothingIsTriedAgainInANamespaceThatIsGoingAway() {
        cluster.refuse((verb, key) -> Optional.of(StatusException.forbidden(ResourceNames.PODS, "", "terminating")
                .withCause(Json.object().put("reason", "NamespaceTerminating"))));

        assertThat(executor.execute(Plan.of(create(0))).failure()).isEmpty();
    }
}
