package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationValidationTest {

    private final Admission migrations = new Admission("storagemigration.k8s.io/v1beta1", "StorageVersionMigration");
    private final Admission versions = new Admission("internal.apiserver.k8s.io/v1alpha1", "StorageVersion");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"resource":{"group":"apps","resource":"deployments"}}} | NONE
            {"spec":{"resource":{"group":"apps"}}} | spec.resource.resource: Required value: resource is required to be set
            {"spec":{"resource":{"group":"apps","resource":"9"}}} | spec.resource.resource: Invalid value: "9": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
            """)
    void migrationsInUpstreamsWords(String object, String error) {
        assertErrors(migrations.errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | {"status":{"resourceVersion":"12"}} | NONE
            {} | {"status":{"resourceVersion":"012"}} | status.resourceVersion: Invalid value: "012": resource version is not well formed: 012
            {"status":{"resourceVersion":"12"}} | {"status":{"resourceVersion":"13"}} | status.resourceVersion: Invalid value: "13": field is immutable
            {"status":{"conditions":[{"type":"Succeeded","status":"True"}]}} | {"status":{}} | status.conditions: Invalid value: "": Success condition cannot be set to false once it is true
            """)
    void migrationStatusInUpstreamsWords(String old, String wanted, String error) {
        assertErrors(migrations.statusErrors(Json.read(old), Json.read(wanted)), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"storageVersions":[{"apiServerID":"a","encodingVersion":"v1","decodableVersions":["v1"]}],"commonEncodingVersion":"v1"} | NONE
            {"storageVersions":[{"apiServerID":"a","encodingVersion":"v1","decodableVersions":["v1"]}]} | status.commonEncodingVersion: Invalid value: null: the common encoding version is v1
            {"commonEncodingVersion":"v1"} | status.commonEncodingVersion: Invalid value: "v1": should be nil if servers do not agree on the same encoding version, or if there is no server reporting the supported versions yet
            {"storageVersions":[{"apiServerID":"a","encodingVersion":"v1","decodableVersions":["v2"]}]} | status.storageVersions[0].decodableVersions: Invalid value: ["v2"]: decodableVersions must include encodingVersion v1
            {"storageVersions":[{"apiServerID":"a","encodingVersion":"/v1","decodableVersions":["/v1"]}]} | status.storageVersions[0].encodingVersion: Invalid value: "/v1": group part: must be non-empty
            {"conditions":[{"type":"A","status":"True","message":"m"}]} | status[0].reason: Required value
            """)
    void storedVersionsInUpstreamsWords(String status, String error) {
        assertErrors(versions.statusErrors(Json.read("{}"), Json.read("{\"status\":" + status + "}")), error);
    }

    @Test
    void aStoredVersionIsNamedAfterItsResource() {
        assertThat(versions.definition().strategy().nameErrors("apps.deployments"))
                .isEmpty();
        assertThat(versions.definition().strategy().nameErrors("deployments"))
                .containsExactly("name must be in the form of <group>.<resource>");
    }
}
