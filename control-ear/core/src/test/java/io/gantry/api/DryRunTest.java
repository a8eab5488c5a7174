package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiFixture.Reply;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dry run answers as the write would, and leaves no trace. */
class DryRunTest {

    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";

    private final ApiFixture api = new ApiFixture();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/api/v1/namespaces/default/configmaps||{\"metadata\":{\"name\":\"new\"}}|201",
                "POST|/api/v1/namespaces/default/configmaps||{\"metadata\":{\"generateName\":\"new-\"}}|201",
                "PUT|/apis/apps/v1/namespaces/default/deployments/web||DEPLOYMENT|200",
                "PATCH|/apis/apps/v1/namespaces/default/deployments/web|application/merge-patch+json"
                        + "|{\"spec\":{\"replicas\":7}}|200",
                "PATCH|/apis/apps/v1/namespaces/default/deployments/web|application/strategic-merge-patch+json"
                        + "|{\"spec\":{\"replicas\":7}}|200",
                "PATCH|/apis/apps/v1/namespaces/default/deployments/web|application/json-patch+json"
                        + "|[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":7}]|200",
                "PATCH|/apis/apps/v1/namespaces/default/deployments/web?fieldManager=x&force=true"
                        + "|application/apply-patch+yaml|{apiVersion: apps/v1, kind: Deployment, metadata: {name: web},"
                        + " spec: {replicas: 7}}|200",
                "PATCH|/apis/apps/v1/namespaces/default/deployments/web/status|application/merge-patch+json"
                        + "|{\"status\":{\"replicas\":7}}|200",
                "PATCH|/apis/apps/v1/namespaces/default/deployments/web/scale|application/merge-patch+json"
                        + "|{\"spec\":{\"replicas\":7}}|200",
                "DELETE|/apis/apps/v1/namespaces/default/deployments/web|||200",
                "DELETE|/apis/apps/v1/namespaces/default/deployments|||200",
            })
    void nothingIsWritten(String method, String path, String type, String body, int status) {
        String deployment = ObjectLifecycleTest.deployment("web", 1);
        String before = api.post(DEPLOYMENTS, deployment).is(201).text();
        long revision = api.store.revision();
        String text =
                body == null ? "" : body.replace("DEPLOYMENT", deployment.replace("\"replicas\":1", "\"replicas\":7"));
        String query = path + (path.contains("?") ? "&" : "?") + "dryRun=All";
        Reply reply = type == null
                ? api.send(method, query, text, Map.of())
                : api.patch(query, type.substring("application/".length()), text);
        reply.is(status);
        assertThat(api.store.revision()).isEqualTo(revision);
        assertThat(api.get(DEPLOYMENTS + "/web").text()).isEqualTo(before);
        if (!method.equals("DELETE") && path.startsWith(DEPLOYMENTS)) {
            assertThat(reply.text()).contains("\"replicas\":7");
        }
    }
}
