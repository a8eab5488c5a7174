package io.gantry.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.discovery.DiscoveryDocuments.Aggregation;
import io.gantry.object.EncodedDocument;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.kinds.BuiltInKinds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

    @Test
    void theBuiltInKindsAreDescribedAsUpstreamDoes() {
        DiscoveryDocuments served = new DiscoveryDocuments(BuiltInKinds.definitions(), ADDRESS);
        Map<String, JsonNode> expected = Stream.concat(
                        Stream.of(json(reference().aggregatedCore(Aggregation.V2))),
                        Stream.of(ReferenceResources.aggregated()))
                .flatMap(DiscoveryDocumentsTest::resources)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Stream.of(served.aggregatedCore(Aggregation.V2), served.aggregatedGroups(Aggregation.V2))
                .map(DiscoveryDocumentsTest::json)
                .flatMap(DiscoveryDocumentsTest::resources)
                .forEach(entry -> assertSame(entry.getKey(), entry.getValue(), expected.get(entry.getKey())));
    }

    /** A subresource that is not served yet may be absent; what is there must be upstream's. */
    private static void assertSame(String name, JsonNode actual, JsonNode expected) {
        ObjectNode plain = ((ObjectNode) actual).deepCopy();
        ObjectNode wanted = ((ObjectNode) expected).deepCopy();
        List<JsonNode> subresources = list(plain.remove("subresources"));
        List<JsonNode> known = list(wanted.remove("subresources"));
        assertThat(plain).as(name).isEqualTo(wanted);
        assertThat(known).as(name).containsAll(subresources);
    }

    private static List<JsonNode> list(JsonNode array) {
        return Optional.ofNullable(array).stream()
                .flatMap(JsonNode::valueStream)
                .toList();
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
