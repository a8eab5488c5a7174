package io.gantry.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ServerSideApply.OnConflict;
import io.gantry.managedfields.ManagedFields;
import io.gantry.object.Json;
import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.StringSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Owners that wrote in another version, in which {@code text} was called {@code title}. */
class VersionChangeTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final Versions VERSIONS = new Versions() {

        private final Map<String, ValueType> types = Map.of("v1", named("title"), "v2", named("text"));

        @Override
        public Optional<ValueType> type(String apiVersion) {
            return Optional.ofNullable(types.get(apiVersion));
        }

        @Override
        public ObjectNode convert(ObjectNode object, String from, String to) {
            ObjectNode converted = Json.object();
            object.properties().forEach(field -> converted.set(renamed(field.getKey(), to), field.getValue()));
            return converted;
        }

        private String renamed(String field, String version) {
            if (!field.equals("text") && !field.equals("title")) {
                return field;
            }
            return version.equals("v1") ? "title" : "text";
        }
    };

    private static ValueType named(String name) {
        StringSchema text = new StringSchema("", List.of());
        return new ValueTypes()
                .of(Types.object(
                        Map.of(name, text, "labels", new MapSchema(text, false), "metadata", new AnySchema())));
    }

    private static ObjectNode apply(String manager, String version, ObjectNode live, String config) {
        return new ServerSideApply(VERSIONS, new Writer(manager, version, ""), UnaryOperator.identity())
                .apply(live, Types.json(config), OnConflict.REFUSE, NOW);
    }

    @Test
    void whatWasAppliedInAnOldVersionIsTakenOutInTheNew() {
        ObjectNode old = apply("a", "v1", Json.object(), "{'title':'x','labels':{'k':'1'}}");
        ObjectNode stored = VERSIONS.convert(old, "v1", "v2");
        ObjectNode applied = apply("a", "v2", stored, "{'labels':{'k':'1'}}");
        assertThat(applied.has("text")).isFalse();
        assertThat(applied.at("/metadata/managedFields")).hasSize(1);
        assertThat(applied.at("/metadata/managedFields/0/apiVersion").asText()).isEqualTo("v2");
    }

    @Test
    void aConflictIsShownInTheOwnersVersion() {
        ObjectNode old = apply("a", "v1", Json.object(), "{'title':'x'}");
        ObjectNode stored = VERSIONS.convert(old, "v1", "v2");
        assertThatThrownBy(() -> apply("b", "v2", stored, "{'text':'y'}"))
                .hasMessage("Apply failed with 1 conflict: conflict with \"a\": .title");
    }

    @Test
    void anOwnerInAVersionThatIsNoMoreIsForgotten() {
        ObjectNode object = Types.json("{'text':'x','metadata':{}}");
        ManagedFields owners = ManagedFields.read(Json.read("""
                {"m":[{"manager":"a","operation":"Update","apiVersion":"v0","fieldsType":"FieldsV1",
                "fieldsV1":{"f:old":{}}}]}""").get("m"));
        FieldTracking tracking = new FieldTracking(VERSIONS, new Writer("b", "v2", ""), UnaryOperator.identity());
        ManagedFields after = tracking.updated(object, Types.json("{'text':'y','metadata':{}}"), owners, NOW);
        assertThat(after.write()).hasSize(1);
        assertThat(after.write().get(0).path("manager").asText()).isEqualTo("b");
    }
}
