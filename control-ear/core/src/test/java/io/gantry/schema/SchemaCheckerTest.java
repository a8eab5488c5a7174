package io.gantry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.Json;
import io.gantry.status.FieldErrors.FieldError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCheckerTest {

    private static final ObjectSchema DEPLOYMENT =
            Schemas.builtIn().find("io.k8s.api.apps.v1.Deployment").orElseThrow();
    private static final ObjectSchema POD =
            Schemas.builtIn().find("io.k8s.api.core.v1.Pod").orElseThrow();

    private static Findings pod(String json) {
        return SchemaChecker.check(POD, Json.read(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"spec\":{\"replicas\":\"three\"}}|string into Go struct field DeploymentSpec.spec.replicas of type int32",
                "{\"spec\":{\"replicas\":1.5}}|number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32",
                "{\"spec\":{\"replicas\":3000000000}}|number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32",
                "{\"spec\":{\"paused\":\"yes\"}}|string into Go struct field DeploymentSpec.spec.paused of type bool",
                "{\"spec\":\"x\"}|string into Go struct field Deployment.spec of type v1.DeploymentSpec",
                "{\"spec\":{\"template\":[]}}|array into Go struct field DeploymentSpec.spec.template of type v1.PodTemplateSpec",
                "{\"metadata\":{\"labels\":{\"a\":1}}}|number into Go struct field ObjectMeta.metadata.labels of type string",
                "{\"metadata\":{\"labels\":\"a\"}}|string into Go struct field ObjectMeta.metadata.labels of type map[string]string",
                "{\"metadata\":{\"uid\":5}}|number into Go struct field ObjectMeta.metadata.uid of type types.UID",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":{}}}}}|object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":true}]}}}}|bool into Go struct field Container.spec.template.spec.containers.name of type string",
                "{\"spec\":{\"template\":{\"spec\":{\"restartPolicy\":1}}}}|number into Go struct field PodSpec.spec.template.spec.restartPolicy of type v1.RestartPolicy",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"resources\":{\"limits\":[]}}]}}}}|array into Go struct field ResourceRequirements.spec.template.spec.containers.resources.limits of type v1.ResourceList",
                "{\"spec\":{\"strategy\":{\"rollingUpdate\":{\"maxSurge\":true}}}}|bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32"
            })
    void wrongTypesAreReportedInUpstreamsWords(String json, String message) {
        assertThat(SchemaChecker.check(DEPLOYMENT, Json.read(json)).typeErrors())
                .extracting(FieldError::message)
                .containsExactly("json: cannot unmarshal " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":\"x\"}}}]}}|quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":\"1x\"}}}]}}|quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
                "{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"memory\":\"1K\"}}}]}}|unable to parse quantity's suffix",
                "{\"metadata\":{\"creationTimestamp\":\"now\"}}|parsing time \"now\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"now\" as \"2006\"",
                "{\"metadata\":{\"creationTimestamp\":\"2020-01-01\"}}|parsing time \"2020-01-01\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"T\"",
                "{\"metadata\":{\"creationTimestamp\":\"2020-13-01T00:00:00Z\"}}|parsing time \"2020-13-01T00:00:00Z\": month out of range",
                "{\"metadata\":{\"creationTimestamp\":5}}|json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string"
            })
    void valuesWithTheirOwnSyntaxAreChecked(String json, String message) {
        assertThat(pod(json).typeErrors()).extracting(FieldError::message).containsExactly(message);
    }

    @Test
    void valuesWithTheirOwnSyntaxAreReportedBeforeEarlierErrors() {
        Findings findings = pod("{\"metadata\":{\"labels\":1,\"creationTimestamp\":\"now\",\"name\":5}}");
        assertThat(findings.typeErrors())
                .extracting(FieldError::field)
                .containsExactly("metadata.creationTimestamp", "metadata.labels");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "aGk=|",
                "aGVsbG8=|",
                "aGVs|",
                "''|illegal base64 data at input byte 0",
                "abc|illegal base64 data at input byte 0",
                "aGVsb|illegal base64 data at input byte 4",
                "aG=|illegal base64 data at input byte 3",
                "aGk==|illegal base64 data at input byte 4",
                "a b=|illegal base64 data at input byte 1"
            })
    void bytesAreBase64(String text, String message) {
        ObjectSchema secret =
                Schemas.builtIn().find("io.k8s.api.core.v1.Secret").orElseThrow();
        Findings findings = SchemaChecker.check(secret, Json.read("{\"data\":{\"a\":\"" + text + "\"}}"));
        assertThat(String.join(
                        "",
                        findings.typeErrors().stream().map(FieldError::message).toList()))
                .isEqualTo(message == null ? "" : message);
    }

    @Test
    void unknownFieldsAreNamedWithTheirPath() {
        Findings findings = pod("{\"foo\":1,\"spec\":{\"containers\":[{\"name\":\"a\"},{\"imag\":\"x\"}],"
                + "\"nodeSelector\":{\"any\":\"key\"}},\"metadata\":{\"lable\":{}}}");
        assertThat(findings.unknownFields())
                .containsExactly(
                        "unknown field \"foo\"",
                        "unknown field \"spec.containers[1].imag\"",
                        "unknown field \"metadata.lable\"");
        assertThat(findings.typeErrors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"spec\":null,\"metadata\":null}",
                "{\"spec\":{\"containers\":[null]}}",
                "{\"metadata\":{\"labels\":{\"a\":null},\"managedFields\":[{\"fieldsV1\":{\"f:x\":{}}}]}}",
                "{\"spec\":{\"containers\":[{\"resources\":{\"limits\":{\"cpu\":1,\"memory\":\"1Gi\",\"x\":0.5}}}]}}",
                "{\"spec\":{\"containers\":[{\"livenessProbe\":{\"httpGet\":{\"port\":\"web\"}}}]}}",
                "{\"spec\":{\"containers\":[{\"livenessProbe\":{\"httpGet\":{\"port\":80}}}]}}"
            })
    void whatFitsHasNoFindings(String json) {
        assertThat(pod(json)).isEqualTo(Findings.NONE);
    }

    @Test
    void theRefusalNamesKindAndVersion() {
        Findings findings = pod("{\"foo\":1,\"bar\":2}");
        assertThat(findings.refusal("Pod", "v1", false)).isEmpty();
        assertThat(findings.refusal("Pod", "v1", true)).hasValueSatisfying(status -> {
            assertThat(status.code()).isEqualTo(400);
            assertThat(status)
                    .hasMessage("Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: "
                            + "unknown field \"foo\", unknown field \"bar\"");
        });
        assertThat(pod("{\"spec\":1}").refusal("Pod", "v1", false))
                .hasValueSatisfying(status -> assertThat(status)
                        .hasMessage("Pod in version \"v1\" cannot be handled as a Pod: "
                                + "json: cannot unmarshal number into Go struct field Pod.spec of type v1.PodSpec"));
    }
}
