package io.gantry.resource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.Schemas;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInKindsTest {

    static ResourceDefinition kind(String apiVersion, String kind) {
        return definitions()
                .filter(d -> d.apiVersion().equals(apiVersion) && d.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    static Stream<ResourceDefinition> definitions() {
        return BuiltInKinds.definitions().stream();
    }

    @Test
    void servesEveryKindOnce() {
        assertThat(definitions().map(d -> d.apiVersion() + " " + d.plural())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void namesTheSchemaOfItsKind(ResourceDefinition definition) {
        assertThat(definition.schemaName()).endsWith("." + definition.version() + "." + definition.kind());
        assertThat(Schemas.builtIn().find(definition.schemaName())).isPresent();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void hasAScaleSubresourceExactlyWhenItSaysWhereTheNumbersAre(ResourceDefinition definition) {
        assertThat(definition.subresource("scale").isPresent())
                .isEqualTo(definition.strategy().scale().isPresent());
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void appliesDefaultsOnceAndForAll(ResourceDefinition definition) {
        ObjectNode once = Json.read("{\"metadata\":{\"name\":\"x\"},\"spec\":{\"template\":{\"spec\":{}}}}");
        definition.strategy().applyDefaults(once);
        ObjectNode twice = once.deepCopy();
        definition.strategy().applyDefaults(twice);
        assertThat(twice).isEqualTo(once);
    }

    @Test
    void storesBothKindsOfEventsInOnePlace() {
        assertThat(kind("v1", "Event").storage()).isEqualTo(new GroupResource("", "events"));
        assertThat(kind("events.k8s.io/v1", "Event").storage()).isEqualTo(new GroupResource("", "events"));
    }

    @Test
    void selectsBooleansThatAreNotWrittenAsFalse() {
        ResourceDefinition nodes = kind("v1", "Node");
        assertThat(nodes.isSelectable("spec.unschedulable")).isTrue();
        assertThat(nodes.isSelectable("metadata.namespace")).isFalse();
        assertThat(nodes.selectableValue(Json.read("{}"), "spec.unschedulable")).isEqualTo("false");
        assertThat(nodes.selectableValue(Json.read("{\"spec\":{\"unschedulable\":true}}"), "spec.unschedulable"))
                .isEqualTo("true");
    }

    @Test
    void selectsTheSourceOfAnEventByEitherOfItsFields() {
        ResourceDefinition events = kind("v1", "Event");
        assertThat(events.selectableValue(Json.read("{\"source\":{\"component\":\"a\"}}"), "source"))
                .isEqualTo("a");
        assertThat(events.selectableValue(Json.read("{\"reportingComponent\":\"b\"}"), "source"))
                .isEqualTo("b");
    }

    @Test
    void renamesTheFieldsOfEventsForAndBack() {
        ObjectNode served = Json.read("""
                {"kind":"Event","apiVersion":"events.k8s.io/v1","metadata":{"name":"e"},"regarding":{"kind":"Pod"},
                 "note":"n","reportingController":"c","reportingInstance":"i","action":"a","reason":"r",
                 "deprecatedSource":{"component":"s"},"deprecatedFirstTimestamp":"2026-01-01T00:00:00Z",
                 "deprecatedLastTimestamp":"2026-01-02T00:00:00Z","deprecatedCount":3}""");
        ObjectNode stored = Json.read("""
                {"kind":"Event","apiVersion":"v1","metadata":{"name":"e"},"involvedObject":{"kind":"Pod"},
                 "message":"n","reportingComponent":"c","reportingInstance":"i","action":"a","reason":"r",
                 "source":{"component":"s"},"firstTimestamp":"2026-01-01T00:00:00Z",
                 "lastTimestamp":"2026-01-02T00:00:00Z","count":3}""");
        var strategy = kind("events.k8s.io/v1", "Event").strategy();
        assertThat(strategy.toStored(served)).isEqualTo(stored);
        assertThat(strategy.fromStored(stored)).isEqualTo(served);
    }
}
