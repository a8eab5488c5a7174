package io.gantry.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsageTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1","hugepages-2Mi":"4Mi"},"limits":{"cpu":"2"}}}]}} | count/pods=1,cpu=1,hugepages-2Mi=4Mi,limits.cpu=2,pods=1,requests.cpu=1,requests.hugepages-2Mi=4Mi
            {"status":{"phase":"Failed"}} | count/pods=1
            {"metadata":{"deletionTimestamp":"2026-01-01T00:09:00Z","deletionGracePeriodSeconds":30}} | count/pods=1
            {"metadata":{"deletionTimestamp":"2026-01-01T00:09:00Z","deletionGracePeriodSeconds":90}} | count/pods=1,pods=1
            {"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1"}}}]},"status":{"containerStatuses":[{"name":"a","allocatedResources":{"cpu":"3"}}]}} | count/pods=1,cpu=3,pods=1,requests.cpu=3
            {"spec":{"resources":{"requests":{"cpu":"4"}},"containers":[{"name":"a","resources":{"requests":{"cpu":"1"}}}]}} | count/pods=1,cpu=4,pods=1,requests.cpu=4
            {"spec":{"initContainers":[{"name":"s","restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}},{"name":"i","resources":{"requests":{"cpu":"3"}}}],"containers":[{"name":"a","resources":{"requests":{"cpu":"2"}}}]}} | count/pods=1,cpu=4,pods=1,requests.cpu=4
            """)
    void ofPods(String pod, String expected) {
        assertThat(Evaluators.of(new GroupResource("", "pods")).orElseThrow().usage(Json.read(pod), NOW))
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"requests":[{"exactly":{"deviceClassName":"g","allocationMode":"ExactCount","count":2}},{"exactly":{"deviceClassName":"g","allocationMode":"All"}}]} | count/resourceclaims.resource.k8s.io=1,g.deviceclass.resource.k8s.io/devices=34
            {"requests":[{"firstAvailable":[{"deviceClassName":"g","allocationMode":"ExactCount","count":2},{"deviceClassName":"g","allocationMode":"ExactCount","count":1},{"deviceClassName":"h","allocationMode":"ExactCount","count":1}]}]} | count/resourceclaims.resource.k8s.io=1,g.deviceclass.resource.k8s.io/devices=2,h.deviceclass.resource.k8s.io/devices=1
            """)
    void ofResourceClaims(String devices, String expected) {
        assertThat(Evaluators.of(new GroupResource("resource.k8s.io", "resourceclaims"))
                        .orElseThrow()
                        .usage(Json.read("{\"spec\":{\"devices\":" + devices + "}}"), NOW))
                .hasToString(expected);
    }
}
