package io.gantry.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.discovery.DiscoveryDocuments.Aggregation;
import io.gantry.object.EncodedDocument;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.kinds.BuiltInKinds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryDocumentsTest {

    private static final String ADDRESS = "10.0.0.1:6443";

    private static DiscoveryDocuments reference() {
        List<ResourceDefinition> shuffled = new ArrayList<>(ReferenceResources.namedGroups());
        shuffled.addAll(ReferenceResources.coreGroup());
        Collections.shuffle(shuffled, new Random(1));
        return new DiscoveryDocuments(shuffled, ADDRESS);
    }

    private static ObjectNode json(EncodedDocument document) {
        return Json.read(document.json());
    }

    @Test
    void theAggregatedFormIsUpstreams() {
        ObjectNode document = json(reference().aggregatedGroups(Aggregation.V2));
        assertThat(document.get("items"))
                .containsExactlyElementsOf(ReferenceResources.aggregated().get("items"));
        assertThat(document).isEqualTo(ReferenceResources.aggregated());
    }

    @Test
    void theCoreResourcesAreUpstreams() {
        assertThat(json(reference().resources("", "v1").orElseThrow())).isEqualTo(ReferenceResources.core());
    }

    @Test
    void theBetaFormDiffersInItsVersionOnly() {
        ObjectNode beta = json(reference().aggregatedGroups(Aggregation.V2BETA1));
        assertThat(beta.get("apiVersion").asText()).isEqualTo("apidiscovery.k8s.io/v2beta1");
        assertThat(beta.get("items")).isEqualTo(ReferenceResources.aggregated().get("items"));
        assertThat(Aggregation.V2BETA1.contentType())
                .isEqualTo("application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList");
    }

    @Test
    void theCoreGroupHasNoName() {
        ObjectNode core = json(reference().aggregatedCore(Aggregation.V2));
        assertThat(core.at("/items/0/metadata")).isEqualTo(Json.object());
        assertThat(core.at("/items/0/versions/0/resources"))
                .hasSize(ReferenceResources.coreGroup().size());
        assertThat(json(reference().core()))
                .isEqualTo(Json.read("{\"kind\":\"APIVersions\",\"versions\":[\"v1\"],\"serverAddressByClientCIDRs\":"
                        + "[{\"clientCIDR\":\"0.0.0.0/0\",\"serverAddress\":\"10.0.0.1:6443\"}]}"));
    }

    @Test
    void groupsNameTheirPreferredVersion() {
        ObjectNode group = json(reference().group("autoscaling").orElseThrow());
        assertThat(group)
                .isEqualTo(
                        Json.read("{\"kind\":\"APIGroup\",\"apiVersion\":\"v1\",\"name\":\"autoscaling\",\"versions\":["
                                + "{\"groupVersion\":\"autoscaling/v2\",\"version\":\"v2\"},"
                                + "{\"groupVersion\":\"autoscaling/v1\",\"version\":\"v1\"}],"
                                + "\"preferredVersion\":{\"groupVersion\":\"autoscaling/v2\",\"version\":\"v2\"}}"));
        group.remove(List.of("kind", "apiVersion"));
        assertThat(json(reference().groups()).get("groups")).contains(group);
    }

    @Test
    void whatIsNotServedIsEmpty() {
        assertThat(reference().group("")).isEmpty();
        assertThat(reference().group("none.example.com")).isEmpty();
        assertThat(reference().resources("apps", "v2")).isEmpty();
    }

    /** The reviews: they are made where requests are judged. A group alone means all of it. */
    private static final Set<String> NOT_SERVED = Set.of("authentication.k8s.io", "authorization.k8s.io");

    @Test
    void theBuiltInKindsAreDescribedAsUpstreamDoes() {
        DiscoveryDocuments served = new DiscoveryDocuments(BuiltInKinds.definitions(), ADDRESS);
        assertThat(all(served)).containsExactlyInAnyOrderEntriesOf(servable(all(reference())));
    }

    @Test
    void theCoreKindsHaveUpstreamsStorageHashes() {
        ObjectNode served = json(new DiscoveryDocuments(BuiltInKinds.definitions(), ADDRESS)
                .resources("", "v1")
                .orElseThrow());
        assertThat(ReferenceResources.core().get("resources"))
                .filteredOn(
                        entry -> !NOT_SERVED.contains("/v1/" + entry.get("name").asText()))
                .containsExactlyInAnyOrderElementsOf(served.get("resources"));
    }

    private static Map<String, JsonNode> all(DiscoveryDocuments documents) {
        return Stream.of(documents.aggregatedCore(Aggregation.V2), documents.aggregatedGroups(Aggregation.V2))
                .map(DiscoveryDocumentsTest::json)
                .flatMap(DiscoveryDocumentsTest::resources)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, JsonNode> servable(Map<String, JsonNode> reference) {
        Map<String, JsonNode> result = new HashMap<>();
        reference.forEach((name, resource) -> {
            String group = name.substring(0, name.indexOf('/'));
            if (!NOT_SERVED.contains(group) && !NOT_SERVED.contains(name)) {
                result.put(name, withoutUnserved(name, (ObjectNode) resource));
            }
        });
        return result;
    }

    private static ObjectNode withoutUnserved(String name, ObjectNode resource) {
        ObjectNode copy = resource.deepCopy();
        if (copy.get("subresources") instanceof ArrayNode subresources) {
            for (int i = subresources.size() - 1; i >= 0; i--) {
                if (NOT_SERVED.contains(
                        name + "/" + subresources.get(i).get("subresource").asText())) {
                    subresources.remove(i);
                }
            }
            if (subresources.isEmpty()) {
                copy.remove("subresources");
            }
        }
        return copy;
    }

    private static Stream<Map.Entry<String, JsonNode>> resources(ObjectNode document) {
        return document.get("items")
                .valueStream()
                .flatMap(group -> group.get("versions")
                        .valueStream()
                        .flatMap(version -> version.get("resources")
                                .valueStream()
                                .map(resource -> Map.entry(
                                        group.at("/metadata/name").asText() + "/"
                                                + version.get("version").asText() + "/"
                                                + resource.get("resource").asText(),
                                        resource))));
    }

    @Test
    void aHashChangesWithTheContent() {
        Function<List<ResourceDefinition>, String> hash = definitions ->
                new DiscoveryDocuments(definitions, ADDRESS).groups().hash();
        List<ResourceDefinition> all = ReferenceResources.namedGroups();
        assertThat(hash.apply(all)).isEqualTo(hash.apply(all)).isNotEqualTo(hash.apply(all.subList(0, 3)));
    }

    @ParameterizedTest
    @CsvSource({"v1, v1beta1", "v2, v1", "v10, v2", "v1beta2, v1beta1", "v1beta1, v1alpha3", "v1alpha1, foo", "a, b"})
    void versionsAreOrderedByStability(String first, String second) {
        assertThat(List.of(second, first).stream()
                        .sorted(VersionOrder.PREFERRED_FIRST)
                        .toList())
                .containsExactly(first, second);
    }
}
