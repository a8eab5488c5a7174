package io.gantry.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.quota.Quota;
import io.gantry.registry.DeleteOptions;
import io.gantry.status.StatusException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Quotas and protected storage, with admission and controllers together. */
final class QuotaLifeTest {

    private static final ObjectKey QUOTA = new ObjectKey(Quota.RESOURCE, "default", "q");
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");

    private final Cluster cluster = new Cluster();

    private void quota(String hard) {
        cluster.apply(
                Quota.RESOURCE,
                "{\"metadata\":{\"name\":\"q\",\"namespace\":\"default\"},\"spec\":{\"hard\":" + hard + "}}");
        cluster.settle();
    }

    private JsonNode used() {
        return cluster.get(QUOTA).status().path("used");
    }

    private ObjectKey pod(String name) {
        return cluster.apply(
                        ResourceNames.PODS,
                        "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"default\"},\"spec\":{\"containers\":"
                                + "[{\"name\":\"c\",\"image\":\"i\",\"resources\":{\"requests\":{\"cpu\":\"1\"}}}]}}")
                .key();
    }

    @Test
    void aQuotaIsInForceAtOnceAndIsPaidBackWhenObjectsGo() {
        cluster.addNode("n1");
        pod("before");
        cluster.settle();
        quota("{\"pods\":\"2\",\"requests.cpu\":\"4\",\"configmaps\":\"9\"}");
        assertThat(used()).hasToString("{\"configmaps\":\"1\",\"pods\":\"1\",\"requests.cpu\":\"1\"}");

        ObjectKey second = pod("second");
        assertThat(used().path("pods").asText()).isEqualTo("2");
        assertThatThrownBy(() -> pod("third"))
                .isInstanceOf(StatusException.class)
                .hasMessage("pods \"third\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited:"
                        + " pods=2");

        cluster.delete(second, DeleteOptions.DEFAULT);
        cluster.settle();
        cluster.pass(Duration.ofSeconds(2));
        assertThat(used()).hasToString("{\"configmaps\":\"1\",\"pods\":\"1\",\"requests.cpu\":\"1\"}");
        pod("third");
    }

    @Test
    void whatWasChargedAndNotStoredIsPaidBack() {
        cluster.addNode("n1");
        pod("a");
        quota("{\"pods\":\"9\"}");
        assertThatThrownBy(() -> pod("a")).hasMessageContaining("already exists");
        assertThat(used().path("pods").asText()).isEqualTo("2");
        cluster.settle();
        cluster.pass(Duration.ofSeconds(3));
        assertThat(used().path("pods").asText()).isEqualTo("1");
    }

    @Test
    void aClaimGoesWhenTheLastPodThatUsesItHasGone() {
        cluster.addNode("n1");
        ObjectKey claim = cluster.apply(CLAIMS, """
                        {"metadata":{"name":"x","namespace":"default"},"spec":{"accessModes":["ReadWriteOnce"],
                         "resources":{"requests":{"storage":"1Gi"}}}}""").key();
        ObjectKey user = cluster.apply(ResourceNames.PODS, """
                        {"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"i"}],
                         "volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"x"}}]}}""").key();
        cluster.settle();
        cluster.delete(claim, DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(cluster.exists(claim)).isTrue();
        cluster.delete(user, DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(cluster.exists(claim)).isFalse();
    }
}
