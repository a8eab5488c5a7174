package io.gantry.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ServerSideApply.OnConflict;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.FieldsV1;
import io.gantry.managedfields.ManagedFields;
import io.gantry.object.Json;
import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.StringSchema;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A history of applies and updates on one object; quotes are written as apostrophes. */
class ServerSideApplyTest {

    private static final Versions VERSIONS = new Types.OneVersion("v1", Types.ALL);

    private ObjectNode live = Json.object();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private void apply(String manager, String config, OnConflict onConflict) {
        now = now.plusSeconds(1);
        ServerSideApply apply = new ServerSideApply(VERSIONS, new Writer(manager, "v1", ""), UnaryOperator.identity());
        live = apply.apply(live, Types.json(config), onConflict, now);
    }

    private void update(String manager, String object) {
        now = now.plusSeconds(1);
        ObjectNode wanted = Types.json(object);
        JsonNode managed = live.path("metadata").path("managedFields");
        FieldTracking tracking = new FieldTracking(VERSIONS, new Writer(manager, "v1", ""), UnaryOperator.identity());
        ManagedFields before = ManagedFields.read(managed);
        ObjectNode bare = live.deepCopy().without("metadata");
        ManagedFields after =
                before.isEmpty() ? tracking.created(wanted, before, now) : tracking.updated(bare, wanted, before, now);
        live = wanted;
        live.withObject("/metadata").set("managedFields", after.write());
    }

    private String object() {
        return live.deepCopy().without("metadata").toString().replace('"', '\'');
    }

    private String owners() {
        TreeMap<String, String> owners = new TreeMap<>();
        live.path("metadata")
                .path("managedFields")
                .forEach(entry -> owners.put(
                        entry.path("manager").asText(),
                        entry.path("fieldsV1").toString().replace('"', '\'')));
        return owners.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what a applies first, then, what is left, what a owns
                "{'text':'1','number':2}|{'text':'1'}|{'text':'1'}|{'f:text':{}}",
                "{'labels':{'a':'1','b':'2'}}|{'labels':{'b':'2'}}|{'labels':{'b':'2'}}|{'f:labels':{'f:b':{}}}",
                "{'labels':{'a':'1'}}|{'text':'x'}|{'text':'x'}|{'f:text':{}}",
                "{'set':['a','b']}|{'set':['b','c']}|{'set':['b','c']}|{'f:set':{'v:\\'b\\'':{},'v:\\'c\\'':{}}}",
                "{'atomic':['a','b']}|{'atomic':['b']}|{'atomic':['b']}|{'f:atomic':{}}",
                "{'map':[{'name':'x','value':'1'},{'name':'y'}]}|{'map':[{'name':'x'}]}|{'map':[{'name':'x'}]}"
                        + "|{'f:map':{'k:{\\'name\\':\\'x\\'}':{'.':{},'f:name':{}}}}",
                "{'any':{'a':{'b':1,'c':2}}}|{'any':{'a':{'c':2}}}|{'any':{'a':{'c':2}}}"
                        + "|{'f:any':{'f:a':{'.':{},'f:c':{}}}}",
            })
    void whatIsNoLongerAppliedIsTakenOut(String first, String then, String left, String owned) {
        apply("a", first, OnConflict.REFUSE);
        apply("a", then, OnConflict.REFUSE);
        assertThat(object()).isEqualTo(left);
        assertThat(owners()).isEqualTo("{a=" + owned + "}");
    }

    @Test
    void whatAnotherOwnsAsWellStays() {
        apply("a", "{'labels':{'x':'1','y':'2'}}", OnConflict.REFUSE);
        apply("b", "{'labels':{'x':'1'}}", OnConflict.REFUSE);
        apply("a", "{'text':'t'}", OnConflict.REFUSE);
        assertThat(object()).isEqualTo("{'labels':{'x':'1'},'text':'t'}");
        assertThat(owners()).isEqualTo("{a={'f:text':{}}, b={'f:labels':{'f:x':{}}}}");
    }

    @Test
    void anItemGoesWithItsNameEvenIfAnotherSetSomethingInIt() {
        apply("a", "{'map':[{'name':'x','value':'1'}]}", OnConflict.REFUSE);
        update("b", "{'map':[{'name':'x','value':'1','other':'2'}]}");
        apply("a", "{'map':[{'name':'x'}]}", OnConflict.REFUSE);
        assertThat(object()).isEqualTo("{'map':[{'name':'x','other':'2'}]}");
        apply("a", "{'text':'t'}", OnConflict.REFUSE);
        assertThat(object()).isEqualTo("{'text':'t'}");
    }

    @Test
    void anotherValueForAnothersFieldIsAConflict() {
        apply("a", "{'text':'1'}", OnConflict.REFUSE);
        assertThatThrownBy(() -> apply("b", "{'text':'2'}", OnConflict.REFUSE))
                .isInstanceOf(StatusException.class)
                .hasMessage("Apply failed with 1 conflict: conflict with \"a\": .text");
        assertThat(object()).isEqualTo("{'text':'1'}");
        apply("b", "{'text':'2'}", OnConflict.FORCE);
        assertThat(object()).isEqualTo("{'text':'2'}");
        assertThat(owners()).isEqualTo("{b={'f:text':{}}}");
    }

    @Test
    void conflictsAreListedByOwner() {
        update("u", "{'number':1,'nested':{'a':'1'}}");
        apply("a", "{'text':'1'}", OnConflict.REFUSE);
        assertThatThrownBy(() -> apply("b", "{'text':'2','number':2,'nested':{'a':'2','b':'3'}}", OnConflict.REFUSE))
                .hasMessage("Apply failed with 3 conflicts: conflicts with \"a\":\n- .text\nconflicts with \"u\" using"
                        + " v1:\n- .number\n- .nested.a");
    }

    @Test
    void theSameValueIsSharedAndTheTimeOfANewOwnerIsNotSetByNothing() {
        apply("a", "{'text':'1'}", OnConflict.REFUSE);
        JsonNode before = live.path("metadata").path("managedFields");
        apply("a", "{'text':'1'}", OnConflict.REFUSE);
        assertThat(live.path("metadata").path("managedFields")).isEqualTo(before);
        apply("b", "{'text':'1'}", OnConflict.REFUSE);
        assertThat(owners()).isEqualTo("{a={'f:text':{}}, b={'f:text':{}}}");
    }

    @Test
    void anUpdateTakesWhatItChangesAndRemoves() {
        apply("a", "{'labels':{'x':'1','y':'2'},'text':'t'}", OnConflict.REFUSE);
        update("u", "{'labels':{'x':'9'},'text':'t'}");
        assertThat(owners()).isEqualTo("{a={'f:text':{}}, u={'f:labels':{'f:x':{}}}}");
        update("u", "{'labels':{'x':'9'},'text':'t'}");
        assertThat(live.path("metadata")
                        .path("managedFields")
                        .get(1)
                        .path("time")
                        .asText())
                .isEqualTo("2026-01-01T00:00:02Z");
    }

    @Test
    void anObjectOfUnknownOwnersBelongsToBeforeFirstApply() {
        live = Types.json("{'metadata':{'uid':'1'},'text':'1','number':1}");
        assertThatThrownBy(() -> apply("a", "{'text':'2'}", OnConflict.REFUSE))
                .hasMessage("Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .text");
        apply("a", "{'text':'1'}", OnConflict.REFUSE);
        assertThat(owners()).contains("before-first-apply={", "'f:number':{}", "a={'f:text':{}}");
    }

    @Test
    void kubectlMayTakeOverWhatItAppliedFromTheClient() {
        String config = "{'apiVersion':'v1','text':'1','metadata':{'annotations':"
                + "{'kubectl.kubernetes.io/last-applied-configuration':"
                + "'{\\'apiVersion\\':\\'v1\\',\\'text\\':\\'1\\',\\'number\\':1}'}}}";
        Versions versions = new Types.OneVersion(
                "v1",
                new ValueTypes()
                        .of(Types.object(Map.of(
                                "apiVersion", new StringSchema("", List.of()),
                                "metadata", new AnySchema(),
                                "text", new StringSchema("", List.of()),
                                "number", new IntegerSchema(32)))));
        ObjectNode object = Types.json(config).put("number", 1);
        object.withObject("/metadata").put("uid", "1");
        UnaryOperator<FieldSet> all = UnaryOperator.identity();
        ManagedFields owners = new FieldTracking(versions, new Writer("kubectl-client-side-apply", "v1", ""), all)
                .created(object, ManagedFields.NONE, now);
        object.withObject("/metadata").set("managedFields", owners.write());
        ObjectNode wanted = Types.json("{'apiVersion':'v1','text':'2','metadata':{}}");
        ObjectNode applied = new ServerSideApply(versions, new Writer("kubectl", "v1", ""), all)
                .apply(object, wanted, OnConflict.REFUSE, now);
        assertThat(applied.path("text").asText()).isEqualTo("2");
        assertThat(applied.at("/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration")
                        .asText())
                .isEqualTo("{\"apiVersion\":\"v1\",\"text\":\"2\",\"metadata\":{}}\n");
        assertThatThrownBy(() -> new ServerSideApply(versions, new Writer("other", "v1", ""), all)
                        .apply(object, wanted, OnConflict.REFUSE, now))
                .hasMessageContaining("conflict with \"kubectl-client-side-apply\" using v1: .text");
    }

    @Test
    void anOwnerOfPartsOwnsTheWholeWhenTheSchemaBecomesAtomic() {
        assertThat(Types.text(SchemaChange.reconciled(
                        Types.ALL,
                        FieldsV1.read(Types.json("{'f:selector':{'f:a':{},'f:b':{}},'f:labels':{'f:a':{}}}")))))
                .isEqualTo("{'f:labels':{'f:a':{}},'f:selector':{}}");
    }
}
