package io.gantry.admission.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceAccountPluginTest {

    private static final ResourceDefinition PODS = new Resources(BuiltInKinds.definitions())
            .find(new GroupResource("", "pods"))
            .orElseThrow();

    private final Map<String, ApiObject> accounts = new HashMap<>();
    private final ServiceAccountPlugin plugin = new ServiceAccountPlugin(
            (request, name) -> Optional.ofNullable(accounts.get(request.namespace() + "/" + name)),
            base -> base + "abcde");

    @BeforeEach
    void addAccounts() {
        account("default", "{}");
        account("silent", "{\"automountServiceAccountToken\":false,\"imagePullSecrets\":[{\"name\":\"pull\"}]}");
        account(
                "strict",
                "{\"automountServiceAccountToken\":false,\"secrets\":[{\"name\":\"known\"}],\"metadata\":{\"annotations\":"
                        + "{\"kubernetes.io/enforce-mountable-secrets\":\"true\"}}}");
    }

    private void account(String name, String json) {
        ObjectNode object = Json.read(json);
        object.put("kind", "ServiceAccount").put("apiVersion", "v1");
        object.withObject("/metadata").put("name", name);
        ObjectKey key = new ObjectKey(new GroupResource("", "serviceaccounts"), "ns", name);
        accounts.put("ns/" + name, ApiObject.of(key, 1, ApiObject.document(object)));
    }

    @Test
    void aPodGetsTheTokenOfTheDefaultAccount() {
        JsonNode spec = mutated("{\"spec\":{\"initContainers\":[{\"name\":\"i\"}],\"containers\":[{\"name\":\"a\"}]}}");

        assertThat(spec.path("serviceAccountName").asText()).isEqualTo("default");
        JsonNode mount = Json.read(
                "{\"name\":\"kube-api-access-abcde\",\"readOnly\":true,\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\"}");
        assertThat(spec.at("/containers/0/volumeMounts")).containsExactly(mount);
        assertThat(spec.at("/initContainers/0/volumeMounts")).containsExactly(mount);
        assertThat(spec.path("volumes").toString()).isEqualTo("""
                [{"name":"kube-api-access-abcde","projected":{"defaultMode":420,"sources":[\
                {"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},\
                {"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},\
                {"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}]}}]""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | true",
                "{\"automountServiceAccountToken\":false} | false",
                "{\"serviceAccountName\":\"silent\"} | false",
                "{\"serviceAccount\":\"silent\"} | false",
                "{\"serviceAccountName\":\"silent\",\"automountServiceAccountToken\":true} | true",
            })
    void thePodsWishCountsBeforeTheAccounts(String spec, boolean mounted) {
        ObjectNode pod = Json.read("{\"spec\":" + spec + "}");
        pod.withObject("/spec").putArray("containers").addObject().put("name", "a");
        assertThat(mutated(pod.toString()).has("volumes")).isEqualTo(mounted);
    }

    @Test
    void aMountThatIsThereIsKept() {
        JsonNode spec = mutated("{\"spec\":{\"containers\":[{\"name\":\"a\",\"volumeMounts\":[{\"name\":\"own\","
                + "\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\"}]}]}}");
        assertThat(spec.at("/containers/0/volumeMounts")).hasSize(1);
        assertThat(spec.has("volumes")).isFalse();
    }

    @Test
    void doingItAgainChangesNothing() {
        ObjectNode pod = Json.read("{\"spec\":{\"containers\":[{\"name\":\"a\"}]}}");
        plugin.mutate(request(pod));
        ObjectNode once = pod.deepCopy();
        plugin.mutate(request(pod));
        assertThat(pod).isEqualTo(once);
    }

    @Test
    void pullSecretsAreTheAccountsUnlessThePodHasItsOwn() {
        assertThat(mutated("{\"spec\":{\"serviceAccountName\":\"silent\"}}")
                        .path("imagePullSecrets")
                        .toString())
                .isEqualTo("[{\"name\":\"pull\"}]");
        assertThat(mutated("{\"spec\":{\"serviceAccountName\":\"silent\",\"imagePullSecrets\":[{\"name\":\"own\"}]}}")
                        .path("imagePullSecrets")
                        .toString())
                .isEqualTo("[{\"name\":\"own\"}]");
    }

    @Test
    void anAccountThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> mutated("{\"metadata\":{\"name\":\"p\"},\"spec\":{\"serviceAccountName\":\"none\"}}"))
                .hasMessage(
                        "pods \"p\" is forbidden: error looking up service account ns/none: serviceaccount \"none\" not found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"volumes":[{"name":"v","secret":{"secretName":"x"}}]} | volume with secret.secretName="x" is not allowed because service account strict does not reference that secret
            {"containers":[{"name":"a","env":[{"name":"E","valueFrom":{"secretKeyRef":{"name":"x"}}}]}]} | container a with envVar E referencing secret.secretName="x" is not allowed because service account strict does not reference that secret
            {"initContainers":[{"name":"a","envFrom":[{"secretRef":{"name":"x"}}]}]} | init container a with envFrom referencing secret.secretName="x" is not allowed because service account strict does not reference that secret
            {"imagePullSecrets":[{"name":"x"}]} | imagePullSecrets[0].name="x" is not allowed because service account strict does not reference that imagePullSecret
            """)
    void aStrictAccountLimitsSecrets(String spec, String why) {
        ObjectNode pod = Json.read("{\"metadata\":{\"name\":\"p\"},\"spec\":" + spec + "}");
        pod.withObject("/spec").put("serviceAccountName", "strict");
        assertThatThrownBy(() -> plugin.validate(request(pod))).hasMessage("pods \"p\" is forbidden: " + why);
    }

    private JsonNode mutated(String json) {
        ObjectNode pod = Json.read(json);
        plugin.mutate(request(pod));
        return pod.path("spec");
    }

    private static AdmissionRequest request(ObjectNode pod) {
        return new AdmissionRequest(
                Operation.CREATE,
                PODS,
                "",
                "ns",
                pod.path("metadata").path("name").asText(""),
                pod,
                Optional.empty(),
                UserInfo.SYSTEM);
    }
}
