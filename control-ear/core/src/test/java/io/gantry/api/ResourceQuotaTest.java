package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What quotas do to requests; their controller is played by hand. */
final class ResourceQuotaTest {

    private static final String QUOTAS = "/api/v1/namespaces/default/resourcequotas";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final ApiFixture api = new ApiFixture();

    private void quota(String name, String spec, String used) {
        api.post(QUOTAS, "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":" + spec + "}")
                .is(201);
        ObjectNode status = Json.object();
        status.set("hard", Json.read(spec).path("hard"));
        status.set("used", Json.read(used));
        api.patch(
                        QUOTAS + "/" + name + "/status",
                        "merge-patch+json",
                        Json.object().<ObjectNode>set("status", status).toString())
                .is(200);
    }

    private JsonNode used(String name) {
        return api.get(QUOTAS + "/" + name).json().path("status").path("used");
    }

    private static String pod(String name, String resources) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\","
                + "\"resources\":" + resources + "}]}}";
    }

    @Test
    void aRequestIsChargedAndWhatDoesNotFitIsRefused() {
        quota("q", "{\"hard\":{\"pods\":\"2\",\"requests.cpu\":\"1\",\"memory\":\"1Gi\"}}", """
                {"pods":"0","requests.cpu":"0","memory":"0"}""");
        api.post(PODS, pod("a", "{\"requests\":{\"cpu\":\"500m\",\"memory\":\"252Mi\"}}"))
                .is(201);
        assertThat(used("q")).hasToString("{\"memory\":\"252Mi\",\"pods\":\"1\",\"requests.cpu\":\"500m\"}");
        ApiFixture.Reply refused = api.post(PODS, pod("b", "{\"requests\":{\"cpu\":\"600m\",\"memory\":\"1Gi\"}}"))
                .is(403);
        assertThat(refused.message())
                .isEqualTo("pods \"b\" is forbidden: exceeded quota: q, requested: memory=1Gi,requests.cpu=600m, used:"
                        + " memory=252Mi,requests.cpu=500m, limited: memory=1Gi,requests.cpu=1");
        assertThat(used("q").path("pods").asText()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"hard":{"limits.cpu":"1","limits.memory":"1Gi"}} | {"limits.cpu":"0","limits.memory":"0"} | {"limits":{"cpu":"1"}} | failed quota: q: must specify limits.memory for: c
            {"hard":{"cpu":"1","memory":"1Gi"}}               | {"cpu":"0","memory":"0"}               | {}                      | failed quota: q: must specify cpu for: c; memory for: c
            {"hard":{"pods":"5","count/pods":"3"}}            | {"pods":"0"}                           | {}                      | status unknown for quota: q, resources: count/pods,pods
            {"hard":{"pods":"1"}}                             | {"pods":"1"}                           | {}                      | exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1
            {"hard":{"requests.example.com/dongle":"1"}}      | {"requests.example.com/dongle":"0"}    | {"limits":{"example.com/dongle":"2"}} | exceeded quota: q, requested: requests.example.com/dongle=2, used: requests.example.com/dongle=0, limited: requests.example.com/dongle=1
            {"hard":{"pods":"0"},"scopes":["BestEffort"]}     | {"pods":"0"}                           | {}                      | exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0
            {"hard":{"pods":"0"},"scopes":["NotTerminating"]} | {"pods":"0"}                           | {}                      | exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0
            {"hard":{"pods":"0"},"scopes":["Terminating"]}    | {"pods":"0"}                           | {}                      | NONE
            {"hard":{"pods":"0"},"scopes":["NotBestEffort"]}  | {"pods":"0"}                           | {}                      | NONE
            {"hard":{"pods":"0"},"scopes":["CrossNamespacePodAffinity"]} | {"pods":"0"}                | {}                      | NONE
            {"hard":{"pods":"0"},"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"DoesNotExist"}]}} | {"pods":"0"} | {} | exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0
            {"hard":{"pods":"0"},"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In","values":["x"]}]}} | {"pods":"0"} | {} | NONE
            """)
    void aPodIsHeldToTheQuotasThatCountIt(String spec, String used, String resources, String refusal) {
        quota("q", spec, used);
        ApiFixture.Reply reply = api.post(PODS, pod("p", resources));
        if (refusal.equals("NONE")) {
            reply.is(201);
        } else {
            assertThat(reply.is(403).message()).isEqualTo("pods \"p\" is forbidden: " + refusal);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /api/v1/namespaces/default/services | {"metadata":{"name":"x"},"spec":{"type":"NodePort","ports":[{"name":"a","port":1},{"name":"b","port":2}]}} | services.nodeports | 2
            /api/v1/namespaces/default/services | {"metadata":{"name":"x"},"spec":{"type":"LoadBalancer","ports":[{"port":1}]}}          | services.loadbalancers | 1
            /api/v1/namespaces/default/services | {"metadata":{"name":"x"},"spec":{"type":"LoadBalancer","allocateLoadBalancerNodePorts":false,"ports":[{"port":1}]}} | services.nodeports | 0
            /api/v1/namespaces/default/persistentvolumeclaims | {"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"gold","resources":{"requests":{"storage":"1Gi"}}}} | gold.storageclass.storage.k8s.io/requests.storage | 1Gi
            /api/v1/namespaces/default/persistentvolumeclaims | {"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}} | requests.storage | 1Gi
            /api/v1/namespaces/default/configmaps | {"metadata":{"name":"x"}} | configmaps | 1
            /api/v1/namespaces/default/secrets | {"metadata":{"name":"x"}} | count/secrets | 1
            /apis/apps/v1/namespaces/default/replicasets | {"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}} | count/replicasets.apps | 1
            """)
    void otherObjectsAreCounted(String path, String object, String name, String cost) {
        quota("q", "{\"hard\":{\"" + name + "\":\"5Gi\"}}", "{\"" + name + "\":\"0\"}");
        api.post(path, object).is(201);
        assertThat(used("q").path(name).asText()).isEqualTo(cost);
    }

    @Test
    void aServiceThatBecomesMoreIsChargedTheDifference() {
        quota("q", "{\"hard\":{\"services.nodeports\":\"1\",\"services\":\"1\"}}", """
                {"services.nodeports":"0","services":"0"}""");
        String services = "/api/v1/namespaces/default/services";
        api.post(services, "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"ports\":[{\"name\":\"a\",\"port\":1}]}}")
                .is(201);
        String type = "{\"spec\":{\"type\":\"NodePort\"}}";
        api.patch(services + "/x", "merge-patch+json", type).is(200);
        assertThat(used("q")).hasToString("{\"services\":\"1\",\"services.nodeports\":\"1\"}");
        String more = "{\"spec\":{\"ports\":[{\"name\":\"a\",\"port\":1},{\"name\":\"b\",\"port\":2}]}}";
        assertThat(api.patch(services + "/x", "merge-patch+json", more).is(403).message())
                .contains("exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=1");
    }

    @Test
    void aDryRunIsJudgedAndNotCharged() {
        quota("q", "{\"hard\":{\"pods\":\"1\"}}", "{\"pods\":\"0\"}");
        api.post(PODS + "?dryRun=All", pod("a", "{}")).is(201);
        assertThat(used("q").path("pods").asText()).isEqualTo("0");
    }

    @Test
    void whatOneQuotaTookIsPaidBackWhenAnotherRefuses() {
        quota("a", "{\"hard\":{\"pods\":\"5\"}}", "{\"pods\":\"1\"}");
        quota("b", "{\"hard\":{\"count/pods\":\"1\"}}", "{\"count/pods\":\"1\"}");
        assertThat(api.post(PODS, pod("p", "{}")).is(403).message()).contains("exceeded quota: b");
        assertThat(used("a").path("pods").asText()).isEqualTo("1");
    }

    @Test
    void manyAtOnceThroughTwoInstancesNeverExceedTheLimit() throws Exception {
        quota("a", "{\"hard\":{\"pods\":\"40\"}}", "{\"pods\":\"0\"}");
        quota("b", "{\"hard\":{\"count/pods\":\"30\"}}", "{\"count/pods\":\"0\"}");
        ApiFixture second = new ApiFixture(4096, api.store);
        List<Future<Integer>> replies = new ArrayList<>();
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                ApiFixture instance = i % 2 == 0 ? api : second;
                String name = "p" + i;
                replies.add(
                        tasks.submit(() -> instance.post(PODS, pod(name, "{}")).status()));
            }
        }
        int created = 0;
        for (Future<Integer> reply : replies) {
            created += reply.get() == 201 ? 1 : 0;
        }
        assertThat(created).isEqualTo(30);
        assertThat(used("b").path("count/pods").asText()).isEqualTo("30");
        assertThat(used("a").path("pods").asText()).isEqualTo("30");
    }
}
