package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;

import io.gantry.object.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppsValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}} | NONE
            {"spec":{"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}} | spec.selector: Required value
            {"spec":{"selector":{},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}} | spec.selector: Invalid value: {}: empty selector is invalid for statefulset
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"podManagementPolicy":"Odd"}} | spec.podManagementPolicy: Invalid value: "Odd": must be 'OrderedReady' or 'Parallel'
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"updateStrategy":{"type":"OnDelete","rollingUpdate":{"partition":1}}}} | spec.updateStrategy.rollingUpdate: Invalid value: {"partition":1}: only allowed for updateStrategy 'RollingUpdate'
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"updateStrategy":{"rollingUpdate":{"partition":-1}}}} | spec.updateStrategy.rollingUpdate.partition: Invalid value: -1: must be greater than or equal to 0
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"serviceName":"A"}} | spec.serviceName: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Keep"}}} | spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "Keep": supported values: "Retain", "Delete"
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"volumeClaimTemplates":[{"metadata":{"name":"v"},"spec":{}}]}} | spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"replicas":-1}} | spec.replicas: Invalid value: -1: must be greater than or equal to 0
            """)
    void statefulSetsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("apps/v1", "StatefulSet").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"serviceName":"a"}} | {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"serviceName":"a","replicas":3}} | NONE
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"serviceName":"a"}} | {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"serviceName":"b"}} | spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden
            """)
    void aStatefulSetKeepsMostOfWhatItIs(String old, String wanted, String error) {
        assertErrors(new Admission("apps/v1", "StatefulSet").updateErrors(Json.read(old), Json.read(wanted)), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | {"status":{"replicas":1,"readyReplicas":2}} | status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas
            {"status":{"collisionCount":2}} | {"status":{"collisionCount":1}} | status.collisionCount: Invalid value: 1: cannot be decremented
            """)
    void statefulSetStatusInUpstreamsWords(String old, String wanted, String error) {
        assertErrors(new Admission("apps/v1", "StatefulSet").statusErrors(Json.read(old), Json.read(wanted)), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}} | NONE
            {"spec":{"selector":{},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}} | spec.selector: Invalid value: {}: empty selector is invalid for daemonset
            {"spec":{"selector":{"matchLabels":{"x":"y"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}}}} | spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"updateStrategy":{"type":"Odd"}}} | spec.updateStrategy: Unsupported value: {"type":"Odd"}: supported values: "RollingUpdate", "OnDelete"
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"updateStrategy":{"rollingUpdate":{"maxUnavailable":1,"maxSurge":1}}}} | spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero
            {"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"a"}]}},"updateStrategy":{"rollingUpdate":{"maxUnavailable":0}}}} | spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0
            """)
    void daemonSetsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("apps/v1", "DaemonSet").errors(object), error);
    }
}
