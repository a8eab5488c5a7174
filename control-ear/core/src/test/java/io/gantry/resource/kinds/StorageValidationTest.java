package io.gantry.resource.kinds;

import static io.gantry.resource.kinds.Admission.assertErrors;

import io.gantry.object.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageValidationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/a"}}} | NONE
            {"spec":{"capacity":{"storage":"1Gi"},"hostPath":{"path":"/a"}}} | spec.accessModes: Required value
            {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["Odd"],"hostPath":{"path":"/a"}}} | spec.accessModes: Unsupported value: "Odd": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
            {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"]}} | spec: Required value: must specify a volume type
            {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/a"},"nfs":{"server":"a","path":"/"}}} | spec.nfs: Forbidden: may not specify more than 1 volume type
            {"spec":{"capacity":{"storage":"0"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/a"}}} | spec.capacity[storage]: Invalid value: "0": must be greater than zero
            {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"local":{"path":"/a"}}} | spec.nodeAffinity: Required value: Local volume requires node affinity
            {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/"},"persistentVolumeReclaimPolicy":"Recycle"}} | spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'
            {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"csi":{"driver":"a"}}} | spec.csi.volumeHandle: Required value
            """)
    void volumesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("v1", "PersistentVolume").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/a"}}} | {"spec":{"capacity":{"storage":"2Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/a"}}} | NONE
            {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"volumeMode":"Block","hostPath":{"path":"/a"}}} | {"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/a"}}} | volumeMode: Invalid value: "Filesystem": field is immutable
            """)
    void aVolumeKeepsItsSource(String old, String wanted, String error) {
        assertErrors(new Admission("v1", "PersistentVolume").updateErrors(Json.read(old), Json.read(wanted)), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}} | NONE
            {"spec":{"accessModes":["ReadWriteOnce"]}} | spec.resources[storage]: Required value
            {"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"-1"}}}} | spec.resources[storage]: Invalid value: "-1": must be greater than zero
            {"spec":{"accessModes":["ReadWriteOncePod","ReadOnlyMany"],"resources":{"requests":{"storage":"1Gi"}}}} | spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes
            {"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"volumeMode":"Odd"}} | spec.volumeMode: Unsupported value: "Odd": supported values: "Block", "Filesystem"
            {"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"dataSource":{"kind":"Odd","name":"a"}}} | spec.dataSource: Invalid value: "Odd": must be 'PersistentVolumeClaim' when referencing the default apiGroup
            """)
    void claimsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("v1", "PersistentVolumeClaim").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}} | {"spec":{"accessModes":["ReadWriteOnce"],"volumeName":"v","resources":{"requests":{"storage":"1Gi"}}}} | NONE
            {"spec":{"accessModes":["ReadWriteOnce"],"volumeName":"v","resources":{"requests":{"storage":"1Gi"}}},"status":{"phase":"Bound"}} | {"spec":{"accessModes":["ReadWriteOnce"],"volumeName":"v","resources":{"requests":{"storage":"2Gi"}}},"status":{"phase":"Bound"}} | NONE
            {"spec":{"accessModes":["ReadWriteOnce"],"volumeName":"v","resources":{"requests":{"storage":"2Gi"}}},"status":{"phase":"Bound","capacity":{"storage":"2Gi"}}} | {"spec":{"accessModes":["ReadWriteOnce"],"volumeName":"v","resources":{"requests":{"storage":"1Gi"}}},"status":{"phase":"Bound","capacity":{"storage":"2Gi"}}} | spec.resources.requests.storage: Forbidden: field can not be less than status.capacity
            """)
    void aClaimMayBeBoundOnceAndGrow(String old, String wanted, String error) {
        assertErrors(
                new Admission("v1", "PersistentVolumeClaim").updateErrors(Json.read(old), Json.read(wanted)), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"provisioner":"a.b/c"} | NONE
            {} | provisioner: Required value
            {"provisioner":"a","reclaimPolicy":"Recycle"} | reclaimPolicy: Unsupported value: "Recycle": supported values: "Delete", "Retain"
            {"provisioner":"a","volumeBindingMode":"Odd"} | volumeBindingMode: Unsupported value: "Odd": supported values: "Immediate", "WaitForFirstConsumer"
            """)
    void classesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("storage.k8s.io/v1", "StorageClass").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"provisioner":"a"} | {"provisioner":"b"} | provisioner: Invalid value: "b": field is immutable
            """)
    void aClassKeepsWhatItIs(String old, String wanted, String error) {
        assertErrors(
                new Admission("storage.k8s.io/v1", "StorageClass").updateErrors(Json.read(old), Json.read(wanted)),
                error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"driverName":"a","parameters":{"x":"y"}} | NONE
            {"driverName":"a"} | parameters: Required value: must contain at least one key/value pair
            """)
    void attributesInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("storage.k8s.io/v1beta1", "VolumeAttributesClass").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{}} | NONE
            {"spec":{"fsGroupPolicy":"Odd"}} | spec.fsGroupPolicy: Unsupported value: "Odd": supported values: "File", "None", "ReadWriteOnceWithFSType"
            {"spec":{"tokenRequests":[{"audience":"a","expirationSeconds":1}]}} | spec.tokenRequests[0].expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes
            """)
    void driversInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("storage.k8s.io/v1", "CSIDriver").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"drivers":[{"name":"a","nodeID":"n"}]}} | NONE
            {"spec":{"drivers":[{"name":"a","nodeID":"n"},{"name":"a","nodeID":"n"}]}} | spec.drivers[1].name: Duplicate value: "a"
            {"spec":{"drivers":[{"name":"a"}]}} | spec.drivers[0].nodeID: Required value
            """)
    void nodesWithDriversInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("storage.k8s.io/v1", "CSINode").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"attacher":"a","nodeName":"n","source":{"persistentVolumeName":"v"}}} | NONE
            {"spec":{"attacher":"a","nodeName":"n","source":{}}} | spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName
            {"spec":{"attacher":"a","nodeName":"n","source":{"inlineVolumeSpec":{"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/a"}}}}} | spec.source.inlineVolumeSpec.csi: Required value: has to be specified in the context of inline volumes
            """)
    void attachmentsInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("storage.k8s.io/v1", "VolumeAttachment").errors(object), error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"storageClassName":"a","capacity":"1Gi"} | NONE
            {"storageClassName":"a","capacity":"-1"} | capacity: Invalid value: "-1": must be greater than or equal to 0
            """)
    void roomInUpstreamsWords(String object, String error) {
        assertErrors(new Admission("storage.k8s.io/v1", "CSIStorageCapacity").errors(object), error);
    }
}
