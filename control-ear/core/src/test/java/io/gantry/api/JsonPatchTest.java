package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Json;
import io.gantry.status.StatusException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6902, with its appendix's examples among the cases. */
class JsonPatchTest {

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'foo':'bar'}|[{'op':'add','path':'/baz','value':'qux'}]|{'foo':'bar','baz':'qux'}",
                "{'foo':['bar','baz']}|[{'op':'add','path':'/foo/1','value':'qux'}]|{'foo':['bar','qux','baz']}",
                "{'foo':['bar']}|[{'op':'add','path':'/foo/-','value':['abc']}]|{'foo':['bar',['abc']]}",
                "{'baz':'qux','foo':'bar'}|[{'op':'remove','path':'/baz'}]|{'foo':'bar'}",
                "{'foo':['bar','qux','baz']}|[{'op':'remove','path':'/foo/1'}]|{'foo':['bar','baz']}",
                "{'baz':'qux'}|[{'op':'replace','path':'/baz','value':'boo'}]|{'baz':'boo'}",
                "{'foo':[1,2,3]}|[{'op':'replace','path':'/foo/1','value':9}]|{'foo':[1,9,3]}",
                "{'foo':{'bar':'baz','waldo':'fred'},'qux':{}}|[{'op':'move','from':'/foo/waldo','path':'/qux/thud'}]|{'foo':{'bar':'baz'},'qux':{'thud':'fred'}}",
                "{}|[{'op':'replace','path':'/a','value':1}]|{'a':1}",
                "{'a':null}|[{'op':'replace','path':'/a','value':[]}]|{'a':[]}",
                "{'foo':[1,2,3]}|[{'op':'move','from':'/foo/0','path':'/foo/2'}]|{'foo':[2,3,1]}",
                "{'a':{'b':1}}|[{'op':'copy','from':'/a','path':'/c'},{'op':'add','path':'/c/d','value':2}]|{'a':{'b':1},'c':{'b':1,'d':2}}",
                "{'baz':'qux','foo':['a',2,'c']}|[{'op':'test','path':'/baz','value':'qux'},{'op':'test','path':'/foo/1','value':2}]|{'baz':'qux','foo':['a',2,'c']}",
                "{'a':1}|[{'op':'test','path':'/b','value':null}]|{'a':1}",
                "{'a~b':1,'c/d':2}|[{'op':'remove','path':'/a~0b'},{'op':'remove','path':'/c~1d'}]|{}",
                "{'a':1}|[{'op':'replace','path':'','value':{'b':2}}]|{'b':2}",
                "{'a':{}}|[{'op':'add','path':'/a/','value':1}]|{'a':{'':1}}",
                "{'a':1}|[{'op':'add','path':'/a'}]|{'a':null}",
            })
    void applies(String document, String patch, String expected) {
        JsonNode result = JsonPatch.parse(json(patch)).apply(Json.read(document.replace('\'', '"')));
        assertThat(result).isEqualTo(json(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|[{'op':'remove','path':'/a'}]",
                "{}|[{'op':'replace','path':'/a/b','value':1}]",
                "{'a':[1]}|[{'op':'replace','path':'/a/1','value':1}]",
                "{'a':null}|[{'op':'add','path':'/a/-','value':1}]",
                "{}|[{'op':'add','path':'/a/b','value':1}]",
                "{'a':[1]}|[{'op':'add','path':'/a/2','value':1}]",
                "{'a':[1]}|[{'op':'add','path':'/a/01','value':1}]",
                "{'a':[1]}|[{'op':'add','path':'/a/99999999999','value':1}]",
                "{'a':1}|[{'op':'test','path':'/a','value':2}]",
                "{'a':{'b':1}}|[{'op':'move','from':'/a','path':'/a/b'}]",
                "{'a':1}|[{'op':'remove','path':''},{'op':'add','path':'/b','value':1}]",
                "{'a':1}|[{'op':'add','path':'/a/b','value':1}]",
            })
    void refusesWhatDoesNotFit(String document, String patch) {
        assertThatThrownBy(() -> JsonPatch.parse(json(patch)).apply(Json.read(document.replace('\'', '"'))))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(422));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                              | json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp
            5                               | json: cannot unmarshal number into Go value of type []handlers.jsonPatchOp
            [1]                             | json: cannot unmarshal number into Go value of type handlers.jsonPatchOp
            [{'op':5,'path':'/a'}]          | json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string
            [{'op':'remove','path':['a']}]  | json: cannot unmarshal array into Go struct field jsonPatchOp.path of type string
            """)
    void refusesWhatIsNoPatch(String patch, String why) {
        assertThatThrownBy(() -> JsonPatch.parse(json(patch))).isInstanceOfSatisfying(StatusException.class, e -> {
            assertThat(e.code()).isEqualTo(400);
            assertThat(e.getMessage()).isEqualTo("error decoding patch: " + why);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [null]                                 | Unexpected kind: unknown
            [{'op':'jump','path':'/a'}]            | Unexpected kind: jump
            [{'op':'add','path':'a','value':1}]    | add operation does not apply: doc is missing path: "a": missing value
            [{'op':'move','path':'/a'}]            | move operation failed to decode from: missing value
            [{'op':'remove'}]                      | remove operation failed to decode path: missing value
            """)
    void refusesOperationsThatFitNoDocument(String patch, String why) {
        assertThatThrownBy(() -> JsonPatch.parse(json(patch))).isInstanceOfSatisfying(StatusException.class, e -> {
            assertThat(e.code()).isEqualTo(422);
            assertThat(e.reason()).isEqualTo("Invalid");
            assertThat(e.getMessage()).isEqualTo("the server rejected our request due to an error in our request");
            assertThat(e.status().at("/details/causes/0/message").asText()).isEqualTo(why);
        });
    }

    @Test
    void aPatchThatDoublesADocumentAgainAndAgainIsStopped() {
        StringBuilder patch = new StringBuilder("[");
        for (int i = 0; i < 100; i++) {
            patch.append(i == 0 ? "" : ",")
                    .append("{'op':'copy','from':'/a','path':'/a/")
                    .append(i)
                    .append("'}");
        }
        JsonPatch bomb = JsonPatch.parse(json(patch.append("]").toString()));
        assertThatThrownBy(() -> bomb.apply(Json.read("{\"a\":{\"text\":\"0123456789\"}}")))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(422));
    }

    @Test
    void tooManyOperationsAreRefused() {
        StringBuilder patch = new StringBuilder("[");
        for (int i = 0; i <= 10_000; i++) {
            patch.append(i == 0 ? "" : ",").append("{'op':'test','path':'/a','value':1}");
        }
        assertThatThrownBy(() -> JsonPatch.parse(json(patch.append("]").toString())))
                .isInstanceOfSatisfying(StatusException.class, e -> {
                    assertThat(e.code()).isEqualTo(413);
                    assertThat(e.getMessage())
                            .isEqualTo(
                                    "Request entity too large: The allowed maximum operations in a JSON patch is 10000,"
                                            + " got 10001");
                });
    }
}
