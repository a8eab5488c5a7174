package io.gantry.controller.storageprotection;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorageProtectionTest {

    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    private static final String GOING = "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\",";

    private final FakeClusterView view = new FakeClusterView();

    private ApiObject put(GroupResource resource, String namespace, String metadata, String rest) {
        ApiObject object = ApiObject.of(
                new ObjectKey(resource, namespace, "x"),
                1,
                ApiObject.document(Json.read("{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{" + metadata
                        + "\"name\":\"x\",\"namespace\":\"" + namespace + "\",\"uid\":\"u\"}," + rest + "}")));
        view.put(object);
        return object;
    }

    private static String finalizers(Controller controller, ApiObject object, FakeClusterView view) {
        Plan plan = controller.reconcile(object.key(), view, Instant.EPOCH);
        return plan.changes().stream()
                .map(change -> ((Change.Update) change)
                        .desired()
                        .path("metadata")
                        .path("finalizers")
                        .toString())
                .findFirst()
                .orElse("SAME");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "nodeName":"n","volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"x"}}] | SAME
            "volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"x"}}]                | []
            "nodeName":"n","volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"y"}}] | []
            """)
    void aClaimIsHeldWhileAPodOnANodeUsesIt(String spec, String expected) {
        view.put(Json.read(
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"p\",\"namespace\":\"default\"},"
                        + "\"spec\":{" + spec + "}}"));
        ApiObject claim =
                put(CLAIMS, "default", GOING + "\"finalizers\":[\"kubernetes.io/pvc-protection\"],", "\"spec\":{}");
        assertThat(finalizers(new ClaimProtectionController(), claim, view)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                                      | SAME
            "deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":30, | SAME
            "deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":0,  | []
            """)
    void aClaimMadeForAPodIsHeldUntilThePodIsShutDown(String deletion, String expected) {
        view.put(Json.read("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{" + deletion
                + "\"name\":\"p\",\"namespace\":\"default\",\"uid\":\"pod\"},\"status\":{\"phase\":\"Succeeded\"},"
                + "\"spec\":{\"nodeName\":\"n\",\"volumes\":[{\"name\":\"v\",\"ephemeral\":{}}]}}"));
        ApiObject claim = ApiObject.of(
                new ObjectKey(CLAIMS, "default", "p-v"),
                1,
                ApiObject.document(Json.read("{\"kind\":\"K\",\"apiVersion\":\"v1\",\"metadata\":{" + GOING
                        + "\"finalizers\":[\"kubernetes.io/pvc-protection\"],\"name\":\"p-v\",\"namespace\":\"default\","
                        + "\"ownerReferences\":[{\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"pod\",\"controller\":true}]},"
                        + "\"spec\":{}}")));
        view.put(claim);
        assertThat(finalizers(new ClaimProtectionController(), claim, view)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Bound     | true  | SAME
            Released  | true  | []
            Available | false | ["kubernetes.io/pv-protection"]
            """)
    void aVolumeIsHeldWhileItIsBound(String phase, boolean going, String expected) {
        String metadata = going ? GOING + "\"finalizers\":[\"kubernetes.io/pv-protection\"]," : "";
        ApiObject volume = put(VOLUMES, "", metadata, "\"status\":{\"phase\":\"" + phase + "\"}");
        assertThat(finalizers(new VolumeProtectionController(), volume, view)).isEqualTo(expected);
    }
}
