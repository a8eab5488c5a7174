package io.gantry.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.validation.DefaultFlows;
import io.gantry.telemetry.FlowMeter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowControlTest {

    private static final GroupResource SCHEMAS = new GroupResource("flowcontrol.apiserver.k8s.io", "flowschemas");
    private static final GroupResource LEVELS =
            new GroupResource("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations");

    private final FakeClusterView view = new FakeClusterView();
    private final PrometheusRegistry numbers = new PrometheusRegistry();
    private final FlowControl control = new FlowControl(view, 600, System::nanoTime, new FlowMeter(numbers));

    @BeforeEach
    void defaults() {
        DefaultFlows.priorityLevels().forEach(level -> put(LEVELS, level));
        DefaultFlows.flowSchemas().forEach(schema -> put(SCHEMAS, schema));
    }

    private ApiObject put(GroupResource resource, ObjectNode tree) {
        String name = tree.path("metadata").path("name").asText();
        ((ObjectNode) tree.path("metadata")).put("uid", "uid-" + resource.resource() + "-" + name);
        ApiObject object = ApiObject.of(ObjectKey.cluster(resource, name), 1, ApiObject.document(tree));
        view.put(object);
        control.accept(new CacheEvent.Added(object));
        return object;
    }

    private static UserInfo user(String name) {
        String group = name.startsWith("system:node:")
                ? "system:nodes"
                : name.startsWith("system:serviceaccount:")
                        ? "system:serviceaccounts"
                        : name.equals("root") ? UserInfo.MASTERS : "people";
        return new UserInfo(name, List.of(group, name.isEmpty() ? UserInfo.UNAUTHENTICATED : UserInfo.AUTHENTICATED));
    }

    private static FlowFacts request(String verb, String group, String resource, String namespace) {
        return new FlowFacts(RequestAttributes.resource(verb, group, resource, "", namespace, ""), false);
    }

    @ParameterizedTest
    @CsvSource({
        "root,list,'',pods,'',exempt,exempt",
        "ada,list,'',pods,'',global-default,global-default",
        "system:node:n1,update,coordination.k8s.io,leases,kube-node-lease,system-node-high,node-high",
        "system:node:n1,update,'',nodes,'',system-node-high,node-high",
        "system:node:n1,get,'',secrets,a,system-nodes,system",
        "system:kube-scheduler,update,coordination.k8s.io,leases,kube-system,system-leader-election,leader-election",
        "system:kube-scheduler,create,'',pods,a,kube-scheduler,workload-high",
        "system:serviceaccount:kube-system:x,list,'',pods,a,kube-system-service-accounts,workload-high",
        "system:serviceaccount:kube:x,list,'',pods,a,service-accounts,workload-low"
    })
    void requestsAreSortedAsUpstreamSortsThem(
            String user, String verb, String group, String resource, String namespace, String schema, String level) {
        FlowTicket ticket = control.begin(user(user), request(verb, group, resource, namespace), () -> {});
        assertThat(ticket.origin())
                .isEqualTo(
                        new FlowTicket.Origin("uid-flowschemas-" + schema, "uid-prioritylevelconfigurations-" + level));
        assertThat(ticket.state()).isEqualTo(FlowTicket.State.SEATED);
        ticket.finish();
    }

    @Test
    void probesAreExempt() {
        FlowFacts probe = new FlowFacts(RequestAttributes.nonResource("get", "/healthz"), false);
        assertThat(control.begin(user(""), probe, () -> {}).origin().schemaUid())
                .isEqualTo("uid-flowschemas-probes");
        FlowFacts other = new FlowFacts(RequestAttributes.nonResource("get", "/version"), false);
        assertThat(control.begin(user(""), other, () -> {}).origin().schemaUid())
                .isEqualTo("uid-flowschemas-global-default");
    }

    @Test
    void aNewSchemaHoldsAtOnceUnlessItsLevelDoesNotExist() {
        FlowFacts get = request("get", "", "pods", "a");
        put(SCHEMAS, Json.read("""
                {"metadata":{"name":"mine"},"spec":{"matchingPrecedence":5,"priorityLevelConfiguration":{"name":"tight"},
                 "rules":[{"subjects":[{"kind":"User","user":{"name":"noxu"}}],"resourceRules":[{"verbs":["*"],
                 "apiGroups":["*"],"resources":["*"],"namespaces":["*"]}]}]}}"""));
        assertThat(control.begin(user("noxu"), get, () -> {}).origin().schemaUid())
                .isEqualTo("uid-flowschemas-global-default");
        tightLevel("\"Reject\"");
        FlowTicket first = control.begin(user("noxu"), get, () -> {});
        assertThat(first.origin())
                .isEqualTo(new FlowTicket.Origin("uid-flowschemas-mine", "uid-prioritylevelconfigurations-tight"));
        assertThat(control.begin(user("other"), get, () -> {}).origin().schemaUid())
                .isEqualTo("uid-flowschemas-global-default");
    }

    /** A level whose one share of 286 makes three seats of 600, and that may borrow none. */
    private void tightLevel(String response) {
        put(
                LEVELS,
                Json.read("{\"metadata\":{\"name\":\"tight\"},\"spec\":{\"type\":\"Limited\",\"limited\":{"
                        + "\"nominalConcurrencyShares\":1,\"lendablePercent\":0,\"borrowingLimitPercent\":0,"
                        + "\"limitResponse\":{\"type\":" + response + "}}}}"));
    }

    private void tightSchema() {
        put(SCHEMAS, Json.read("""
                {"metadata":{"name":"mine"},"spec":{"matchingPrecedence":5,"priorityLevelConfiguration":{"name":"tight"},
                 "distinguisherMethod":{"type":"ByUser"},
                 "rules":[{"subjects":[{"kind":"Group","group":{"name":"people"}}],"resourceRules":[{"verbs":["*"],
                 "apiGroups":["*"],"resources":["*"],"namespaces":["*"],"clusterScope":true}]}]}}"""));
    }

    @Test
    void aFullLevelRefusesAndOthersAreServed() {
        tightLevel("\"Reject\"");
        tightSchema();
        FlowFacts get = request("get", "", "pods", "a");
        List<FlowTicket> seated = new ArrayList<>();
        FlowTicket next = control.begin(user("ada"), get, () -> {});
        while (next.state() == FlowTicket.State.SEATED) {
            seated.add(next);
            next = control.begin(user("ada"), get, () -> {});
        }
        assertThat(seated).hasSize(3);
        assertThat(next.state()).isEqualTo(FlowTicket.State.REFUSED);
        assertThat(control.begin(user("system:node:n1"), get, () -> {}).state()).isEqualTo(FlowTicket.State.SEATED);
        seated.getFirst().finish();
        assertThat(control.begin(user("ada"), get, () -> {}).state()).isEqualTo(FlowTicket.State.SEATED);
    }

    @Test
    void whatBecomesOfRequestsIsCounted() {
        tightLevel("\"Queue\",\"queuing\":{\"queues\":1,\"handSize\":1,\"queueLengthLimit\":2}");
        tightSchema();
        FlowFacts get = request("get", "", "pods", "a");
        List<FlowTicket> tickets = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tickets.add(control.begin(user("ada"), get, () -> {}));
        }
        String of = "{flow_schema=\"mine\",priority_level=\"tight\"} ";
        assertThat(counted())
                .contains(
                        "dispatched_requests_total" + of + "3.0",
                        "current_executing_requests" + of + "3.0",
                        "current_executing_seats" + of + "3.0",
                        "current_inqueue_requests" + of + "2.0",
                        "rejected_requests_total{flow_schema=\"mine\",priority_level=\"tight\",reason=\"queue-full\"} 1.0",
                        "nominal_limit_seats{priority_level=\"tight\"} 3.0",
                        "current_limit_seats{priority_level=\"tight\"} 3.0");
        tickets.getFirst().finish(); // seats the first that waits
        assertThat(tickets.get(4).giveUp()).isTrue();
        tickets.subList(1, 4).forEach(FlowTicket::finish);
        tickets.get(4).finish();
        assertThat(counted())
                .contains(
                        "dispatched_requests_total" + of + "4.0",
                        "current_executing_requests" + of + "0.0",
                        "current_executing_seats" + of + "0.0",
                        "current_inqueue_requests" + of + "0.0",
                        "rejected_requests_total{flow_schema=\"mine\",priority_level=\"tight\",reason=\"time-out\"} 1.0",
                        "request_wait_duration_seconds_count{execute=\"true\",flow_schema=\"mine\",priority_level=\"tight\"} 1",
                        "request_wait_duration_seconds_count{execute=\"false\",flow_schema=\"mine\",priority_level=\"tight\"} 1");
    }

    /** The lines of {@code /metrics}, without what their names begin with. */
    private List<String> counted() {
        try (ByteArrayOutputStream page = new ByteArrayOutputStream()) {
            ExpositionFormats.init().getPrometheusTextFormatWriter().write(page, numbers.scrape());
            return page.toString(StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replace("apiserver_flowcontrol_", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void listsOfManyObjectsTakeMoreSeats() {
        RequestAttributes list = RequestAttributes.resource("list", "", "pods", "", "", "");
        assertThat(RequestWidth.of(list, false, 1, 100)).isEqualTo(1);
        assertThat(RequestWidth.of(list, false, 250, 100)).isEqualTo(3);
        assertThat(RequestWidth.of(list, false, 1_000_000, 100)).isEqualTo(10);
        assertThat(RequestWidth.of(list, false, 1_000_000, 20)).isEqualTo(3);
        assertThat(RequestWidth.of(list.withVerb("watch"), true, 250, 100)).isEqualTo(3);
        assertThat(RequestWidth.of(list.withVerb("watch"), false, 250, 100)).isEqualTo(1);
        assertThat(RequestWidth.of(list.withVerb("create"), false, 250, 100)).isEqualTo(1);
    }

    @Test
    void realThreadsNeverTakeMoreThanTheSeatsAndNobodyIsForgotten() throws InterruptedException {
        tightLevel("\"Queue\",\"queuing\":{\"queues\":16,\"handSize\":4,\"queueLengthLimit\":100}");
        tightSchema();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        int clients = 60;
        CountDownLatch done = new CountDownLatch(clients);
        for (int i = 0; i < clients; i++) {
            UserInfo user = user(i % 10 == 0 ? "mouse" : "flood");
            Thread.ofVirtual().start(() -> {
                for (int round = 0; round < 20; round++) {
                    serve(user, running, most, refused);
                }
                done.countDown();
            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(running.get()).isZero();
        assertThat(refused.get()).isZero();
    }

    private void serve(UserInfo user, AtomicInteger running, AtomicInteger most, AtomicInteger refused) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        FlowTicket ticket = control.begin(user, request("get", "", "pods", "a"), () -> turn.complete(null));
        switch (ticket.state()) {
            case WAITING -> turn.join();
            case SEATED -> {}
            case REFUSED -> {
                refused.incrementAndGet();
                return;
            }
        }
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        Thread.yield();
        running.decrementAndGet();
        ticket.finish();
    }
}
