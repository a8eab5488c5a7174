package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.ApiObject;
import io.gantry.store.Decision;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Whatever a client sends, the answer is never an internal error, comes soon, and leaves nothing in memory. A failure names its seed: {@code
 * -Dgantry.fuzz.seed} begins with it, {@code -Dgantry.fuzz.cases} says how many cases to run.
 */
class FuzzTest {

    private static final long CASES = Long.getLong("gantry.fuzz.cases", 8_000);
    private static final long FIRST_SEED = Long.getLong("gantry.fuzz.seed", 1);
    /** One batch is one seed, and begins with the objects that every cluster has. */
    private static final int BATCH = 500;
    /** Of one case, on a machine that is busy. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final long HEAP_GROWTH = 48L << 20;

    /** One case as it runs. */
    private record Running(long seed, List<FuzzStep> steps, long since) {

        boolean isLate() {
            return System.nanoTime() - since > DEADLINE.toNanos();
        }

        @Override
        public String toString() {
            return "seed " + seed + ":\n"
                    + steps.stream().map(FuzzStep::toString).collect(Collectors.joining("\n"));
        }
    }

    private final CustomResourceFixture fixture = new CustomResourceFixture(100);
    private final ApiFixture api = fixture.api;
    private final Set<String> initial = new HashSet<>();
    private final AtomicReference<Running> running = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** The weights of the makers: those with several steps cost more. */
    private final List<Function<Random, List<FuzzStep>>> makers = List.of(
            FuzzCases::requests,
            FuzzCases::requests,
            FuzzCases::requests,
            FuzzCases::damagedObjects,
            FuzzCases::damagedObjects,
            FuzzCases::damagedObjects,
            FuzzCases::damagedObjects,
            FuzzCases::yaml,
            FuzzCases::yaml,
            FuzzCases::messages,
            FuzzCases.damagedMessages(api),
            FuzzPatches::patches,
            FuzzPatches::patches,
            FuzzPatches::patches,
            FuzzPatches::patches,
            FuzzCases::selectors,
            FuzzCases::selectors,
            FuzzCases.tokens(api),
            FuzzExpressions::policies,
            random -> random.nextInt(4) == 0 ? FuzzExpressions.definitions(random) : FuzzCases.selectors(random));

    @Test
    void everyRequestIsAnsweredSoonAndWithoutInternalErrors() throws InterruptedException {
        all().forEach(object -> initial.add(object.key().path()));
        Thread worker = Thread.ofPlatform().daemon().name("fuzz").start(this::runAll);
        while (worker.isAlive()) {
            worker.join(Duration.ofMillis(100));
            Running present = running.get();
            if (worker.isAlive() && present != null && present.isLate()) {
                AssertionError late = new AssertionError("no answer in time, " + present);
                late.setStackTrace(worker.getStackTrace());
                throw late;
            }
        }
        if (failure.get() != null) {
            throw new AssertionError(String.valueOf(running.get()), failure.get());
        }
    }

    private void runAll() {
        try {
            long batches = Math.max(1, CASES / BATCH);
            long settled = 0;
            for (long batch = 0; batch < batches; batch++) {
                runBatch(FIRST_SEED + batch);
                if (batch == batches / 4) {
                    settled = usedHeap();
                }
            }
            assertThat(usedHeap()).as("heap in use").isLessThan(settled + HEAP_GROWTH);
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void runBatch(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < BATCH; i++) {
            List<FuzzStep> steps = FuzzInput.pick(random, makers).apply(random);
            running.set(new Running(seed, steps, System.nanoTime()));
            steps.forEach(this::run);
        }
        removeWhatWasMade();
    }

    private void run(FuzzStep step) {
        switch (step) {
            case FuzzStep.Settle settle -> fixture.settle();
            case FuzzStep.Request request -> send(request);
        }
    }

    private void send(FuzzStep.Request request) {
        Map<String, String> headers = request.type().isEmpty()
                ? Map.of("Accept", request.accept())
                : Map.of("Accept", request.accept(), "Content-Type", request.type());
        ApiResponse response = api.server.handle(
                api.request(ApiFixture.ADMIN, request.method(), request.path(), request.body(), headers));
        switch (response) {
            case ApiResponse.Complete complete -> {
                if (!isOfTheFuture(complete) && !isMisfit(complete)) {
                    assertThat(complete.status())
                            .as(() -> request + "\n"
                                    + ApiFixture.complete(complete).text())
                            .isLessThan(500);
                }
            }
            case ApiResponse.Watch watch -> {
                watch.stream().poll();
                watch.stream().close();
            }
            case ApiResponse.Remote remote -> throw new AssertionError("there are no other servers: " + remote);
            case ApiResponse.Upgrade upgrade -> throw new AssertionError("there are no other servers: " + upgrade);
            case ApiResponse.Connect connect ->
                assertThat(connect.request().nodeName()).isNotEmpty();
            case ApiResponse.Proxy proxy ->
                assertThat(proxy.request().backend().nodeName()).isNotEmpty();
        }
    }

    /** As upstream answers who asks for a revision that nobody has written yet. */
    private static boolean isOfTheFuture(ApiResponse.Complete complete) {
        return complete.status() == 504 && ApiFixture.complete(complete).text().contains("Too large resource version");
    }

    /** As upstream answers who applies what fits no schema. */
    private static boolean isMisfit(ApiResponse.Complete complete) {
        String text = ApiFixture.complete(complete).text();
        return complete.status() == 500
                && (text.contains("failed to create typed patch object (")
                        || text.contains("failed to convert new object ("));
    }

    private List<ApiObject> all() {
        return api.store.list("", "", Integer.MAX_VALUE).objects();
    }

    private void removeWhatWasMade() {
        for (ApiObject object : all()) {
            if (!initial.contains(object.key().path())) {
                api.store.update(
                        object.key(),
                        present -> new Decision.Remove(object.json().deepCopy()));
            }
        }
        fixture.settle();
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
