package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.ear.ApiClient.Answer;
import io.gantry.store.linearizability.RandomClients;
import io.gantry.store.linearizability.WatchLog.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two whole instances over one database: both serve, one leads, and either may be killed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoInstancesIT {

    private static final int LAST = Integer.MAX_VALUE;

    private static final long SEED = Long.getLong("gantry.history.seed", System.nanoTime());
    private static final int CLIENTS = 5;
    private static final int WRITES = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The lease's 15 s, the 2 s between two looks at it, and what a machine under load takes for both. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(25);

    private static final Duration STAY = Duration.ofMinutes(5);
    private static final List<String> LEASES = List.of("kube-controller-manager", "kube-scheduler");

    private static TwoInstances plane;

    @BeforeAll
    static void start() throws IOException {
        plane = TwoInstances.start(Path.of(System.getProperty("gantry.test.directory"), "two-instances"));
    }

    @AfterAll
    static void stop() throws IOException {
        plane.close();
    }

    private static String maps(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    private static void createNamespace(String name) {
        expect(201, plane.first().api().post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + name + "\"}}"));
    }

    private static JsonNode expect(int code, Answer answer) {
        assertThat(answer.code()).as(answer.body()).isEqualTo(code);
        return answer.json();
    }

    private static String map(String name, String value) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"value\":\"" + value + "\"}}";
    }

    /** The bounds are those of a machine that does other things too; the figures are printed, and measured by the load tool. */
    @Test
    void aWriteThroughOneInstanceReachesAWatcherOfTheOther() throws Exception {
        createNamespace("across");
        Map<String, Long> sent = new ConcurrentHashMap<>();
        Map<String, Long> arrived = new ConcurrentHashMap<>();
        Latencies fromSending = new Latencies();
        Latencies fromAnswer = new Latencies();
        ApiClient writer = plane.first().api();
        long from = HttpStore.revision(expect(200, plane.second().api().get(maps("across") + "?limit=1")));
        try (HttpWatcher watcher = new HttpWatcher(
                List.of(plane.second().api()),
                "across",
                STAY,
                from,
                event -> arrived.put(event.key(), System.nanoTime()))) {
            for (int i = 0; i < 2 * WRITES; i++) {
                String name = "w-" + i;
                sent.put(name, System.nanoTime());
                expect(201, writer.post(maps("across"), map(name, "" + i)));
                long answered = System.nanoTime();
                eventually("the event of " + name, () -> arrived.containsKey(name));
                if (i >= WRITES) { // before that the code is being compiled
                    fromSending.add(arrived.get(name) - sent.get(name));
                    fromAnswer.add(Math.max(0, arrived.get(name) - answered));
                }
            }
        }
        System.out.println("from one instance to a watcher of the other, from sending the write: " + fromSending);
        System.out.println("from one instance to a watcher of the other, from its answer: " + fromAnswer);
        assertThat(fromSending.percentileMillis(0.5)).isLessThan(200);
        assertThat(fromSending.percentileMillis(0.99)).isLessThan(1000);
    }

    @Test
    void aReadThroughOneInstanceShowsWhatTheOtherHasAcknowledged() {
        createNamespace("read");
        ApiClient writer = plane.second().api();
        ApiClient reader = plane.first().api();
        for (int i = 0; i < 100; i++) {
            String name = "m-" + i;
            long revision = HttpStore.revision(expect(201, writer.post(maps("read"), map(name, "" + i))));
            assertThat(HttpStore.revision(expect(200, reader.get(maps("read") + "/" + name))))
                    .isEqualTo(revision);
            JsonNode list = expect(200, reader.get(maps("read") + "?fieldSelector=metadata.name%3D" + name));
            assertThat(list.path("items")).hasSize(1);
            assertThat(HttpStore.revision(list)).isGreaterThanOrEqualTo(revision);
        }
    }

    @Test
    void servicesThatAreCreatedThroughBothAtOnceShareNoAddressAndNoPort() throws Exception {
        createNamespace("services");
        List<Future<JsonNode>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < 60; i++) {
                ApiClient api = plane.clients().get(i % 2);
                String body = "{\"metadata\":{\"name\":\"s-" + i
                        + "\"},\"spec\":{\"type\":\"NodePort\",\"ports\":[{\"port\":80}]}}";
                answers.add(callers.submit(() -> expect(201, api.post("/api/v1/namespaces/services/services", body))));
            }
        }
        Set<String> addresses = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (Future<JsonNode> answer : answers) {
            JsonNode spec = answer.get().path("spec");
            addresses.add(spec.path("clusterIP").asText());
            ports.add(spec.at("/ports/0/nodePort").asInt());
        }
        assertThat(addresses).hasSize(answers.size());
        assertThat(ports).hasSize(answers.size());
    }

    @Test
    void aQuotaHoldsAlthoughBothTakeCreatesAtOnce() throws Exception {
        createNamespace("quota");
        expect(201, plane.first().api().post("/api/v1/namespaces/quota/resourcequotas", """
                {"metadata":{"name":"q"},"spec":{"hard":{"count/services":"12"}}}"""));
        eventually(
                "the quota is counted",
                () -> plane.second()
                        .api()
                        .get("/api/v1/namespaces/quota/resourcequotas/q")
                        .json()
                        .at("/status/used")
                        .has("count/services"));
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < 40; i++) {
                ApiClient api = plane.clients().get(i % 2);
                String body = "{\"metadata\":{\"name\":\"s-" + i
                        + "\"},\"spec\":{\"clusterIP\":\"None\",\"ports\":[{\"port\":80}]}}";
                answers.add(callers.submit(() ->
                        api.post("/api/v1/namespaces/quota/services", body).code()));
            }
        }
        List<Integer> codes = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            codes.add(answer.get());
        }
        assertThat(codes).containsOnly(201, 403);
        assertThat(codes.stream().filter(code -> code == 201)).hasSize(12);
    }

    @Test
    void aKindThatIsDefinedThroughOneIsServedByBothUntilItGoes() {
        String definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        String widgets = "/apis/two.example.com/v1/namespaces/default/widgets";
        expect(201, plane.first().api().post(definitions, """
                {"metadata":{"name":"widgets.two.example.com"},"spec":{"group":"two.example.com","scope":"Namespaced",
                 "names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
                 "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{
                  "type":"object","properties":{"size":{"type":"integer"}}}}}]}}"""));
        for (ApiClient api : plane.clients()) {
            eventually("the kind is served", () -> api.get(widgets).code() == 200);
        }
        String body =
                "{\"apiVersion\":\"two.example.com/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"w\"},\"size\":3}";
        expect(201, plane.first().api().post(widgets, body));
        assertThat(expect(200, plane.second().api().get(widgets + "/w"))
                        .path("size")
                        .asInt())
                .isEqualTo(3);

        ApiClient second = plane.second().api();
        expect(
                200,
                second.send(second.request(definitions + "/widgets.two.example.com")
                        .DELETE()
                        .build()));
        for (ApiClient api : plane.clients()) {
            eventually("the kind is gone", () -> api.get(widgets).code() == 404);
        }
    }

    @Test
    void bothAreEndpointsOfTheApisService() {
        eventually(
                "both addresses are there",
                () -> plane.first()
                        .api()
                        .get("/api/v1/namespaces/default/endpoints/kubernetes")
                        .json()
                        .at("/subsets/0/addresses")
                        .findValuesAsText("ip")
                        .equals(List.of(
                                plane.first().advertised(), plane.second().advertised())));
    }

    /** Nearly last: whoever led on the instance that stops does no longer. */
    @Test
    @Order(LAST - 1)
    void whatAnInstanceWasAskedItAnswersBeforeItStopsAndItsWatchesEnd() throws Exception {
        awaitElected();
        assertThat(Stream.of(plane.first(), plane.second())
                        .mapToLong(TwoInstancesIT::timesLeading)
                        .sum())
                .as("begins of leadership in the logs of both")
                .isEqualTo(LEASES.size());
        createNamespace("stop");
        TestInstance stopping = plane.second();
        ApiClient api = stopping.api();
        List<Integer> codes = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<HttpResponse<String>>> watches = Stream.of(HttpClient.Version.values())
                .map(version -> api.http()
                        .sendAsync(
                                api.request(maps("stop") + "?watch=1")
                                        .version(version)
                                        .build(),
                                BodyHandlers.ofString()))
                .toList();
        try (ExecutorService writers = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                String name = "w-" + i;
                HttpClient.Version version = HttpClient.Version.values()[i % 2];
                writers.execute(() -> writeUntilNobodyAnswers(api, version, name, codes));
            }
            eventually("writes are answered", () -> codes.size() > WRITES);
            stopping.stop();
        }
        assertThat(codes).containsOnly(201);
        for (CompletableFuture<HttpResponse<String>> watch : watches) {
            assertThat(watch.get(1, TimeUnit.SECONDS).body().lines().count()).isGreaterThan(WRITES);
        }
        JsonNode stored = expect(200, plane.first().api().get(maps("stop"))).path("items");
        assertThat(stored.findValuesAsText("value").size()).isBetween(codes.size(), codes.size() + CLIENTS);
        stopping.begin();
        stopping.awaitReady();
    }

    private static void writeUntilNobodyAnswers(
            ApiClient api, HttpClient.Version version, String name, List<Integer> codes) {
        try {
            for (int i = 0; ; i++) {
                HttpRequest request = api.request(maps("stop"))
                        .version(version)
                        .POST(BodyPublishers.ofString(map(name + "-" + i, "x")))
                        .build();
                codes.add(api.send(request).code());
            }
        } catch (UncheckedIOException gone) {
            System.out.println("after " + codes.size() + " answers nobody takes what is sent over " + version + ": "
                    + gone.getCause());
        }
    }

    /** Last: it leaves one instance dead. */
    @Test
    @Order(LAST)
    void clientsSeeOneOrderOfEventsAndTheOtherInstanceTakesOverWhateverIsKilled() throws Exception {
        createNamespace("history");
        List<ApiClient> apis = plane.clients();
        long from = HttpStore.revision(expect(200, apis.getFirst().get(maps("history") + "?limit=1")));
        try (HttpWatcher ofFirst = watcher(List.of(apis.getFirst()), STAY, from);
                HttpWatcher ofSecond = watcher(List.of(apis.getLast()), STAY, from);
                HttpWatcher ofBoth = watcher(apis, Duration.ofSeconds(1), from)) {
            RandomClients clients = RandomClients.start(
                    apis.stream().map(api -> new HttpStore(api, "history")).toList(),
                    CLIENTS,
                    Duration.ofMillis(20),
                    new Random(SEED));
            TestInstance survivor;
            try {
                survivor = killAndLookAtTheOthers(clients);
            } finally {
                clients.stop();
            }
            List<Event> written = WrittenLog.read(plane.postgres(), "history");
            for (HttpWatcher watcher : List.of(survivor == plane.first() ? ofFirst : ofSecond, ofBoth)) {
                eventually(
                        "a watcher follows to the end",
                        () -> watcher.reached() >= written.getLast().revision());
            }
            for (HttpWatcher watcher : List.of(ofFirst, ofSecond, ofBoth)) {
                assertThat(watcher.faults(written)).as("seed %d", SEED).isEmpty();
            }
            assertThat(written).extracting(Event::revision).containsAll(clients.acknowledged());
            assertThat(clients.violations()).as("seed %d", SEED).isEmpty();
            System.out.println("operations through two instances: " + clients.operations());
            assertThat(clients.operations()).isGreaterThan(500);
        }
    }

    private static void awaitElected() {
        eventually(
                "the instances have elected",
                () -> LEASES.stream()
                        .allMatch(lease -> plane.holder(lease, plane.first()) == plane.holder(lease, plane.second())));
    }

    private static HttpWatcher watcher(List<ApiClient> instances, Duration stay, long from) {
        return new HttpWatcher(instances, "history", stay, from, event -> {});
    }

    /** Kills the leader, which comes back, then the database, which comes back, then the other instance. */
    private static TestInstance killAndLookAtTheOthers(RandomClients clients) throws IOException {
        awaitElected();
        TestInstance leader = plane.holder(LEASES.getFirst(), plane.first());
        TestInstance other = plane.otherThan(leader);

        leader.kill();
        long killed = System.nanoTime();
        leader.begin();
        new Await(
                        TAKE_OVER,
                        "the other leads",
                        () -> LEASES.stream().allMatch(lease -> plane.holder(lease, other) == other))
                .orFail();
        System.out.println("the other led after "
                + Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms");
        controllersAndSchedulerWork(other);
        leader.awaitReady();

        plane.postgres().kill();
        plane.postgres().startAgain();
        awaitOperations(clients);

        other.kill();
        awaitOperations(clients);
        return leader;
    }

    private static void awaitOperations(RandomClients clients) {
        int wanted = clients.operations() + 200;
        eventually("clients are served", () -> clients.operations() > wanted);
    }

    /** How often an instance began to lead in all its life. */
    private static long timesLeading(TestInstance instance) {
        return instance.printed().stream()
                .filter(line -> line.contains("state=leading"))
                .count();
    }

    /** A deployment gets its pod, and the scheduler says that no node is there to run it. */
    private static void controllersAndSchedulerWork(TestInstance instance) {
        ApiClient api = instance.api();
        String name = "after-kill";
        expect(201, api.post("/apis/apps/v1/namespaces/history/deployments", """
                {"metadata":{"name":"%s"},"spec":{"selector":{"matchLabels":{"app":"%s"}},"template":{
                 "metadata":{"labels":{"app":"%s"}},"spec":{"containers":[{"name":"c","image":"none"}]}}}}""".formatted(name, name, name)));
        eventually(
                "the pod of " + name + " is looked at by the scheduler",
                () -> api.get("/api/v1/namespaces/history/pods?labelSelector=app%3D" + name)
                        .json()
                        .at("/items/0/status/conditions/0/reason")
                        .asText()
                        .equals("Unschedulable"));
    }

    private static void eventually(String what, Await.Condition condition) {
        long end = System.nanoTime() + Duration.ofMillis(200).toNanos();
        while (System.nanoTime() < end) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (Exception e) {
                break; // it may yet hold
            }
            LockSupport.parkNanos(200_000);
        }
        new Await(PATIENCE, what, condition).orFail();
    }
}
