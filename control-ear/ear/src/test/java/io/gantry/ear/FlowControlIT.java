package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.ear.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Priority and fairness as clients see them, and what is refused on the way to backends. */
class FlowControlIT {

    private static final String GROUP = "/apis/flowcontrol.apiserver.k8s.io/v1";
    /** Fewer than the requests that a client may have open on one HTTP/2 connection before the server has said how many. */
    private static final Executor THREADS =
            Executors.newFixedThreadPool(80, Thread.ofVirtual().factory());

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final ApiClient api = controlPlane.api();

    private String level(String name, String response) {
        Answer created = api.post(
                GROUP + "/prioritylevelconfigurations",
                "{\"apiVersion\":\"flowcontrol.apiserver.k8s.io/v1\",\"kind\":\"PriorityLevelConfiguration\",\"metadata\":{\"name\":\""
                        + name + "\"},\"spec\":{\"type\":\"Limited\",\"limited\":{\"nominalConcurrencyShares\":1,"
                        + "\"borrowingLimitPercent\":0,\"limitResponse\":" + response + "}}}");
        assertThat(created.code()).as(created.body()).isEqualTo(201);
        return created.json().at("/metadata/uid").asText();
    }

    private String schema(String name, String user) {
        Answer created = api.post(
                GROUP + "/flowschemas",
                "{\"apiVersion\":\"flowcontrol.apiserver.k8s.io/v1\",\"kind\":\"FlowSchema\",\"metadata\":{\"name\":\""
                        + name + "\"},\"spec\":{\"matchingPrecedence\":100,\"priorityLevelConfiguration\":{\"name\":\""
                        + name
                        + "\"},\"distinguisherMethod\":{\"type\":\"ByUser\"},\"rules\":[{\"subjects\":[{\"kind\":"
                        + "\"User\",\"user\":{\"name\":\"" + user + "\"}}],\"nonResourceRules\":[{\"verbs\":[\"*\"],"
                        + "\"nonResourceURLs\":[\"*\"]}],\"resourceRules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],"
                        + "\"resources\":[\"*\"],\"namespaces\":[\"*\"]}]}]}}");
        assertThat(created.code()).as(created.body()).isEqualTo(201);
        return created.json().at("/metadata/uid").asText();
    }

    private Answer version(String user) {
        return get("/version", user);
    }

    private Answer get(String path, String user) {
        return api.send(api.request(path).header("Impersonate-User", user).GET().build());
    }

    private List<Answer> atOnce(String user, int requests) {
        return atOnce("/version", user, requests);
    }

    private List<Answer> atOnce(String path, String user, int requests) {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            all.add(CompletableFuture.supplyAsync(() -> get(path, user), THREADS));
        }
        return all.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void answersTellByWhatTheyWereJudged() {
        String levelUid = level("it-headers", "{\"type\":\"Reject\"}");
        String schemaUid = schema("it-headers", "noxu");
        Answer answer = version("noxu");
        assertThat(answer.response().headers().firstValue("X-Kubernetes-PF-FlowSchema-UID"))
                .contains(schemaUid);
        assertThat(answer.response().headers().firstValue("X-Kubernetes-PF-PriorityLevel-UID"))
                .contains(levelUid);
        assertThat(version("somebody").response().headers().firstValue("X-Kubernetes-PF-FlowSchema-UID"))
                .isPresent()
                .isNotEqualTo(answer.response().headers().firstValue("X-Kubernetes-PF-FlowSchema-UID"));
    }

    @Test
    void aLevelWithoutQueuesRefusesSomeOfAFloodAndSaysWhenToComeBack() {
        level("it-reject", "{\"type\":\"Reject\"}");
        schema("it-reject", "flood");
        assertThat(atOnce("flood", 300)).allSatisfy(answer -> {
            assertThat(answer.code()).isIn(200, 429);
            if (answer.code() == 429) {
                assertThat(answer.response().headers().firstValue("Retry-After"))
                        .contains("1");
                assertThat(answer.body()).isEqualTo("Too many requests, please try again later.\n");
            }
        });
    }

    @Test
    void aLevelWithQueuesServesThemAllOneAfterTheOther() {
        level("it-queue", "{\"type\":\"Queue\",\"queuing\":{\"queues\":8,\"handSize\":4,\"queueLengthLimit\":100}}");
        schema("it-queue", "patient");
        assertThat(atOnce("patient", 200))
                .allSatisfy(
                        answer -> assertThat(answer.code()).as(answer.body()).isEqualTo(200));
    }

    @Test
    void whoHadToWaitAndIsThenRefusedLearnsWhyAsOthersDo() {
        level("it-refused", "{\"type\":\"Queue\",\"queuing\":{\"queues\":8,\"handSize\":4,\"queueLengthLimit\":100}}");
        schema("it-refused", "waiting");
        api.post(
                "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                "{\"metadata\":{\"name\":\"it-refused\"},\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"ClusterRole\","
                        + "\"name\":\"cluster-admin\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"waiting\"}]}");
        api.post("/api/v1/nodes", "{\"metadata\":{\"name\":\"elsewhere\"}}");
        api.post(
                "/api/v1/namespaces/default/pods",
                "{\"metadata\":{\"name\":\"it-refused\"},\"spec\":{\"nodeName\":\"elsewhere\",\"containers\":[{\"name\":\"c\",\"image\":\"c\"}]}}");
        assertThat(atOnce("/api/v1/namespaces/default/pods/it-refused/exec?command=date&stdout=true", "waiting", 200))
                .allSatisfy(answer -> {
                    assertThat(answer.code()).as(answer.body()).isEqualTo(400);
                    assertThat(answer.json().path("message").asText()).isEqualTo("Upgrade request required");
                });
    }

    @Test
    void aServiceWithoutEndpointsAndAPodWithoutAnAddressCannotBeReached() {
        String services = "/api/v1/namespaces/default/services";
        api.post(
                services,
                "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"nobody\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
        Answer empty = api.get(services + "/nobody/proxy/");
        assertThat(empty.code()).isEqualTo(503);
        assertThat(empty.json().path("message").asText()).isEqualTo("no endpoints available for service \"nobody\"");
        assertThat(api.get("/api/v1/namespaces/default/pods/nobody/proxy/a%2Fb//c?x=%25")
                        .code())
                .isEqualTo(404);
    }

    @Test
    void objectsComeInProtobufToWhoWantsNothingElse() {
        Answer answer = api.send(api.request("/api/v1/namespaces/default")
                .header("Accept", "application/vnd.kubernetes.protobuf")
                .GET()
                .build());
        assertThat(answer.code()).isEqualTo(200);
        assertThat(answer.response().headers().firstValue("Content-Type"))
                .contains("application/vnd.kubernetes.protobuf");
        assertThat(answer.body()).startsWith("k8s\0");
    }
}
