package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvictionTest {

    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
    private static final String EVICTION =
            "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"p\"}}";
    private static final String READY =
            "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void pod() {
        api.post(
                        PODS,
                        "{\"metadata\":{\"name\":\"p\",\"labels\":{\"app\":\"a\"}},\"spec\":{\"nodeName\":\"n\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}")
                .is(201);
    }

    private void isReady() {
        api.patch(PODS + "/p/status", "merge-patch+json", READY).is(200);
    }

    private void budget(String name, String status) {
        api.post(
                        BUDGETS,
                        "{\"metadata\":{\"name\":\"" + name
                                + "\"},\"spec\":{\"minAvailable\":1,\"selector\":{\"matchLabels\":{\"app\":\"a\"}}}}")
                .is(201);
        api.patch(BUDGETS + "/" + name + "/status", "merge-patch+json", "{\"status\":" + status + "}")
                .is(200);
    }

    private ApiFixture.Reply evict() {
        return api.post(PODS + "/p/eviction", EVICTION);
    }

    @Test
    void aPodWithoutABudgetGoesAndSaysWhy() {
        isReady();
        assertThat(evict().is(201).at("/status")).isEqualTo("Success");
        ApiFixture.Reply pod = api.get(PODS + "/p").is(200);
        assertThat(pod.at("/metadata/deletionTimestamp")).isNotEmpty();
        assertThat(pod.json().at("/status/conditions")).anySatisfy(condition -> {
            assertThat(condition.path("type").asText()).isEqualTo("DisruptionTarget");
            assertThat(condition.path("reason").asText()).isEqualTo("EvictionByEvictionAPI");
            assertThat(condition.path("message").asText()).isEqualTo("Eviction API: evicting");
        });
    }

    @Test
    void clientsOfBeforeTheStableVersionEvictToo() {
        isReady();
        String beta = EVICTION.replace("policy/v1", "policy/v1beta1");
        api.post(PODS + "/p/eviction", beta).is(201);
        api.post(PODS + "/p/eviction", EVICTION.replace("policy/v1", "policy/v1alpha1"))
                .is(400);
    }

    @Test
    void aBudgetThatIsSpentRefusesInUpstreamsWords() {
        isReady();
        budget("b", "{\"observedGeneration\":1,\"desiredHealthy\":1,\"currentHealthy\":1}");
        ApiFixture.Reply refusal = evict().is(429);
        assertThat(refusal.message()).isEqualTo("Cannot evict pod as it would violate the pod's disruption budget.");
        assertThat(refusal.at("/reason")).isEqualTo("TooManyRequests");
        assertThat(refusal.at("/details/causes/0/reason")).isEqualTo("DisruptionBudget");
        assertThat(refusal.at("/details/causes/0/message"))
                .isEqualTo("The disruption budget b needs 1 healthy pods and has 1 currently");
        assertThat(api.get(PODS + "/p").json().at("/metadata").has("deletionTimestamp"))
                .isFalse();
    }

    @Test
    void aBudgetThatIsNotCountedYetSaysWhenToAskAgain() {
        isReady();
        budget("b", "{\"disruptionsAllowed\":1}");
        ApiFixture.Reply refusal = evict().is(429);
        assertThat(refusal.at("/details/causes/0/message"))
                .isEqualTo("The disruption budget b is still being processed by the server.");
        assertThat(refusal.at("/details/retryAfterSeconds")).isEqualTo("10");
        assertThat(refusal.headers().get("Retry-After")).containsExactly("10");
    }

    @Test
    void anEvictionSpendsTheBudget() {
        isReady();
        budget("b", "{\"observedGeneration\":1,\"disruptionsAllowed\":1,\"desiredHealthy\":1,\"currentHealthy\":2}");
        api.post(PODS + "/p/eviction?dryRun=All", EVICTION).is(201);
        assertThat(api.get(BUDGETS + "/b").at("/status/disruptionsAllowed")).isEqualTo("1");
        evict().is(201);
        ApiFixture.Reply budget = api.get(BUDGETS + "/b");
        assertThat(budget.at("/status/disruptionsAllowed")).isEqualTo("0");
        assertThat(budget.at("/status/disruptedPods/p")).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(budget.at("/status/conditions/0/reason")).isEqualTo("InsufficientPods");
    }

    @Test
    void aPodThatIsNotReadyGoesWhenEnoughOthersAre() {
        api.patch(PODS + "/p/status", "merge-patch+json", "{\"status\":{\"phase\":\"Running\"}}")
                .is(200);
        budget("b", "{\"observedGeneration\":1,\"desiredHealthy\":1,\"currentHealthy\":1}");
        evict().is(201);
    }

    @Test
    void twoBudgetsOfOnePodAreAnError() {
        isReady();
        budget("a", "{\"observedGeneration\":1,\"disruptionsAllowed\":1}");
        budget("b", "{\"observedGeneration\":1,\"disruptionsAllowed\":1}");
        ApiFixture.Reply reply = evict().is(201);
        assertThat(reply.at("/status")).isEqualTo("Failure");
        assertThat(reply.message())
                .isEqualTo(
                        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
    }

    @Test
    void namesAndPreconditionsMustFit() {
        isReady();
        assertThat(api.post(PODS + "/p/eviction", EVICTION.replace("\"p\"", "\"q\""))
                        .is(400)
                        .message())
                .isEqualTo("name in URL does not match name in Eviction object");
        assertThat(api.post(
                                PODS + "/p/eviction",
                                "{\"metadata\":{\"name\":\"p\"},\"deleteOptions\":{\"preconditions\":{\"uid\":\"other\"}}}")
                        .is(409)
                        .message())
                .contains("the UID in the precondition (other) does not match the UID in record");
        api.post(PODS + "/q/eviction", EVICTION.replace("\"p\"", "\"q\"")).is(404);
    }
}
