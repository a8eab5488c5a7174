package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiFixture.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What invalid objects of many kinds are refused with, in the words of kube-apiserver 1.36; and what is taken all the same. */
class RefusalWordsTest {

    private static final Map<String, String> TABLE = Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
    private static final String CORE = "/api/v1/namespaces/default/";
    private static final String APPS = "/apis/apps/v1/namespaces/default/";
    private static final String TEMPLATE =
            "\"template\":{\"metadata\":{\"labels\":{\"app\":\"a\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
    private static final String MISMATCH = "`selector` does not match template `labels`";
    private static final String LABEL = "a valid label must be an empty string or consist of alphanumeric characters,"
            + " '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',"
            + "  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static final String ADMISSION = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    private static final String METRIC_TYPES =
            "supported values: \"ContainerResource\", \"External\", \"Object\", \"Pods\", \"Resource\"";

    private final ApiFixture api = new ApiFixture();

    private static String named(String fields) {
        return "{\"metadata\":{\"name\":\"x\"}," + fields + "}";
    }

    private static String pod(String spec) {
        return named("\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]," + spec + "}");
    }

    private static String hook(String fields) {
        return named("\"webhooks\":[{\"name\":\"a.b.c\",\"admissionReviewVersions\":[\"v1\"],\"sideEffects\":\"None\","
                + fields + "}]");
    }

    static List<Arguments> refusals() {
        return List.of(
                Arguments.of(
                        APPS + "deployments",
                        named("\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"a\"}}}"),
                        "Deployment.apps \"x\" is invalid: [spec.template.metadata.labels: Invalid value: null: "
                                + MISMATCH + ", spec.template.spec.containers: Required value]"),
                Arguments.of(
                        APPS + "replicasets",
                        named("\"spec\":{" + TEMPLATE + "}"),
                        "ReplicaSet.apps \"x\" is invalid: [spec.selector: Required value,"
                                + " spec.template.metadata.labels: Invalid value: {\"app\":\"a\"}: " + MISMATCH + "]"),
                Arguments.of(
                        APPS + "deployments",
                        named("\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"B d\"}}," + TEMPLATE + "}"),
                        "Deployment.apps \"x\" is invalid: [spec.selector.matchLabels: Invalid value: \"B d\": " + LABEL
                                + ", spec.selector: Invalid value: {\"matchLabels\":{\"app\":\"B d\"}}: invalid label"
                                + " selector]"),
                Arguments.of(
                        "/apis/batch/v1/namespaces/default/jobs",
                        named("\"spec\":{}"),
                        "Job.batch \"x\" is invalid: [spec.template.spec.containers: Required value,"
                                + " spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\","
                                + " \"Never\"]"),
                Arguments.of(
                        CORE + "podtemplates",
                        named("\"metadata\":{\"name\":\"x\"}"),
                        "PodTemplate \"x\" is invalid: template.spec.containers: Required value"),
                Arguments.of(
                        CORE + "pods",
                        pod("\"affinity\":{\"podAntiAffinity\":{\"preferredDuringSchedulingIgnoredDuringExecution\":"
                                + "[{\"podAffinityTerm\":{\"topologyKey\":\"k\"}}]}}"),
                        "Pod \"x\" is invalid: spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuring"
                                + "Execution[0].weight: Invalid value: 0: must be in the range 1-100"),
                Arguments.of(
                        CORE + "pods",
                        pod("\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":7}}]"),
                        "Pod in version \"v1\" cannot be handled as a Pod: json: cannot unmarshal number into Go struct"
                                + " field ConfigMapVolumeSource.spec.volumes.VolumeSource.configMap.LocalObjectReference"
                                + ".name of type string"),
                Arguments.of(
                        "/apis/networking.k8s.io/v1/namespaces/default/ingresses",
                        named("\"spec\":{}"),
                        "Ingress.networking.k8s.io \"x\" is invalid: spec: Invalid value: null: either"
                                + " `defaultBackend` or `rules` must be specified"),
                Arguments.of(
                        "/apis/networking.k8s.io/v1/ingressclasses",
                        named("\"spec\":{\"controller\":\"a.b/c\",\"parameters\":{\"kind\":\"K\",\"name\":\"n\","
                                + "\"scope\":\"\"}}"),
                        "IngressClass.networking.k8s.io \"x\" is invalid: spec.parameters.scope: Unsupported value:"
                                + " \"\": supported values: \"Cluster\", \"Namespace\""),
                Arguments.of(
                        "/apis/storage.k8s.io/v1/volumeattachments",
                        named("\"spec\":{\"nodeName\":\"n\",\"source\":{\"persistentVolumeName\":\"p\"}}"),
                        "VolumeAttachment.storage.k8s.io \"x\" is invalid: spec.attacher: Required value"),
                Arguments.of(
                        "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
                        named("\"endpoints\":[{\"addresses\":[\"1.2.3.4\"]}]"),
                        "EndpointSlice.discovery.k8s.io \"x\" is invalid: addressType: Required value"),
                Arguments.of(
                        "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
                        named("\"spec\":{\"maxReplicas\":2,\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":"
                                + "\"Deployment\",\"name\":\"d\"},\"metrics\":[{\"type\":\"Odd\"}]}"),
                        "HorizontalPodAutoscaler.autoscaling \"x\" is invalid: spec.metrics[0].type: Unsupported value:"
                                + " \"Odd\": " + METRIC_TYPES),
                Arguments.of(
                        ADMISSION,
                        hook("\"clientConfig\":{\"url\":\"https://a.b\"},\"failurePolicy\":\"\""),
                        "ValidatingWebhookConfiguration.admissionregistration.k8s.io \"x\" is invalid:"
                                + " webhooks[0].failurePolicy: Unsupported value: \"\": supported values: \"Fail\","
                                + " \"Ignore\""),
                Arguments.of(
                        ADMISSION,
                        hook("\"clientConfig\":{\"service\":{\"name\":\"s\"}}"),
                        "ValidatingWebhookConfiguration.admissionregistration.k8s.io \"x\" is invalid:"
                                + " webhooks[0].clientConfig.service.name: Required value"),
                Arguments.of(
                        "/apis/events.k8s.io/v1/namespaces/default/events",
                        "{\"metadata\":{\"name\":\"UP\"}}",
                        "Event \"UP\" is invalid: ["));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void invalidObjectsAreRefusedInUpstreamsWords(String path, String body, String message) {
        assertThat(api.post(path, body).message()).startsWith(message);
    }

    @Test
    void aRefusalOfAnObjectWithoutNameNamesNone() {
        Reply refused = api.post(CORE + "configmaps", "{}").is(422);
        assertThat(refused.json().path("details").has("name")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void someKindsTakeAnyNameThatFitsAPath(String path, String body) {
        api.post(path, body).is(201);
    }

    static List<Arguments> oddNames() {
        return List.of(
                Arguments.of(
                        "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
                        "{\"metadata\":{\"name\":\"UP\"},\"spec\":{\"minAvailable\":1}}"),
                Arguments.of(
                        CORE + "events",
                        "{\"metadata\":{\"name\":\"a..B\"},\"involvedObject\":{\"namespace\":\"default\"}}"));
    }

    @Test
    void aLimitRangeWithoutNameGetsOne() {
        Reply created =
                api.post(CORE + "limitranges", "{\"spec\":{\"limits\":[]}}").is(201);
        assertThat(created.at("/metadata/name"))
                .isNotEmpty()
                .isEqualTo(api.get(CORE + "limitranges/" + created.at("/metadata/name"))
                        .is(200)
                        .at("/metadata/name"));
    }

    @Test
    void aJobWithoutLabelsHasThoseOfItsPods() {
        Reply created = api.post(
                        "/apis/batch/v1/namespaces/default/jobs",
                        named("\"spec\":{\"suspend\":true,\"template\":{\"spec\":{\"restartPolicy\":\"Never\","
                                + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}"))
                .is(201);
        assertThat(created.json().at("/metadata/labels"))
                .isEqualTo(created.json().at("/spec/template/metadata/labels"));
        assertThat(created.json().at("/metadata/labels").path("job-name").asText())
                .isEqualTo("x");
    }

    @Test
    void aDaemonSetCountsTheChangesOfItsTemplate() {
        String pointer = "/metadata/annotations/deprecated.daemonset.template.generation";
        String body = named("\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"a\"}}," + TEMPLATE + "}");
        assertThat(api.post(APPS + "daemonsets", body).is(201).at(pointer)).isEqualTo("1");
        assertThat(api.put(APPS + "daemonsets/x", body).is(200).at(pointer)).isEqualTo("1");
        assertThat(api.put(APPS + "daemonsets/x", body.replace("\"i\"", "\"j\""))
                        .is(200)
                        .at(pointer))
                .isEqualTo("2");
    }

    @Test
    void anAutoscalerOfTheFirstVersionSaysHowManyReplicasThereAre() {
        String path = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
        Reply created = api.post(
                        path,
                        named("\"spec\":{\"maxReplicas\":2,\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":"
                                + "\"Deployment\",\"name\":\"d\"}}"))
                .is(201);
        assertThat(created.json().at("/status/currentReplicas").isInt()).isTrue();
        assertThat(api.get(path + "/x").json().at("/status/currentReplicas").isInt())
                .isTrue();
    }

    @Test
    void aRefusalCarriesTheWarningsThatCameBeforeIt() {
        Map<String, List<String>> refused = api.post(CORE + "endpoints", "{\"metadata\":{\"name\":\"A B\"}}")
                .is(422)
                .headers();
        assertThat(refused.get("Warning"))
                .containsExactly(
                        "299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\"");
    }

    @Test
    void twoErrorsInTheSameWordsAreToldOnceAndCountedTwice() {
        Reply refused = api.post(
                        "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
                        named("\"spec\":{\"maxReplicas\":2,\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":"
                                + "\"Deployment\",\"name\":\"d\"},\"metrics\":[{\"type\":\"Odd\"}]}"))
                .is(422);
        assertThat(refused.message()).doesNotContain("[spec");
        assertThat(refused.json().at("/details/causes")).hasSize(2);
    }

    @Test
    void kindsWithoutColumnsOfTheirOwnShowADate() {
        Reply roles = api.send("GET", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", "", TABLE);
        assertThat(roles.at("/columnDefinitions/1/name")).isEqualTo("Created At");
        assertThat(roles.at("/columnDefinitions/1/type")).isEqualTo("date");
    }

    @Test
    void priorityClassesShowWhetherTheyPreempt() {
        Reply classes = api.send("GET", "/apis/scheduling.k8s.io/v1/priorityclasses", "", TABLE);
        assertThat(classes.at("/columnDefinitions/4/name")).isEqualTo("PreemptionPolicy");
        assertThat(classes.at("/columnDefinitions/4/priority")).isEqualTo("0");
    }

    @Test
    void aProjectedVolumeWithAnEmptySourceIsWarnedOf() {
        Reply created = api.post(CORE + "pods", pod("\"volumes\":[{\"name\":\"v\",\"projected\":{\"sources\":[{}]}}]"))
                .is(201);
        assertThat(created.headers().get("Warning"))
                .contains("299 - \"volume \\\"v\\\" (Projected) has no sources provided\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|couldn't get version/kind; json parse error: unexpected end of JSON input",
                "{\"kind\":\"Foo\",\"apiVersion\":\"v1\"}|no kind \"Foo\" is registered for version \"v1\"",
                "{\"gracePeriodSeconds\":\"x\"}|json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64",
            })
    void optionsOfADeleteThatAreNone(String body, String message) {
        assertThat(api.send("DELETE", CORE + "configmaps/x", body, Map.of())
                        .is(400)
                        .message())
                .isEqualTo(message);
    }

    @Test
    void whoDeletesAJobIsToldThatItsPodsStay() {
        String jobs = "/apis/batch/v1/namespaces/default/jobs";
        assertThat(api.send("DELETE", jobs, "", Map.of()).is(200).headers().get("Warning"))
                .singleElement()
                .asString()
                .contains("child pods are preserved by default when jobs are deleted");
        assertThat(api.send("DELETE", jobs + "?propagationPolicy=Background", "", Map.of())
                        .is(200)
                        .headers())
                .doesNotContainKey("Warning");
    }

    @Test
    void whatCannotBePrintedIsEscaped() {
        assertThat(api.send("POST", CORE + "configmaps?fieldManager=a%09b%00", "{}", Map.of())
                        .is(422)
                        .message())
                .contains("fieldManager: Invalid value: \"a\\tb\\x00\"");
    }

    @Test
    void anObjectOfAnotherNamespaceIsRefusedBeforeOneOfAnotherName() {
        assertThat(api.send(
                                "PUT",
                                CORE + "configmaps/x",
                                "{\"metadata\":{\"name\":\"y\",\"namespace\":\"other\"}}",
                                Map.of())
                        .is(400)
                        .message())
                .isEqualTo("the namespace of the provided object does not match the namespace sent on the request");
    }
}
