package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {

    private static JsonNode parse(String yaml) throws MalformedBodyException {
        return YamlReader.read(yaml.getBytes(StandardCharsets.UTF_8)).tree();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1|{'a':1}",
                "a: '1'|{'a':'1'}",
                "a: \"1\"|{'a':'1'}",
                "a: yes|{'a':true}",
                "a: \"yes\"|{'a':'yes'}",
                "a: off|{'a':false}",
                "a: ~|{'a':null}",
                "a:|{'a':null}",
                "a: 0644|{'a':420}",
                "a: 0x1F|{'a':31}",
                "a: 0o17|{'a':15}",
                "a: 1_000|{'a':1000}",
                "a: -5|{'a':-5}",
                "a: 9999999999|{'a':9999999999}",
                "a: 1.5|{'a':1.5}",
                "a: 1e3|{'a':1e3}",
                "a: 089|{'a':89}",
                "a: 1.2.3|{'a':'1.2.3'}",
                "a: 2026-01-01|{'a':'2026-01-01'}",
                "a: !!str 5|{'a':'5'}",
                "1: x|{'1':'x'}",
                "[a, b]|['a','b']",
                "a: {b: [1, {c: d}]}|{'a':{'b':[1,{'c':'d'}]}}",
                "{x: &p {q: 1}, y: *p}|{'x':{'q':1},'y':{'q':1}}",
                "{x: &p {q: 1}, y: {<<: *p, r: 2}}|{'x':{'q':1},'y':{'q':1,'r':2}}",
            })
    void reads(String yaml, String json) throws Exception {
        assertThat(parse(yaml))
                .isEqualTo(JsonDocument.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
                        .tree());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: *b|yaml: unknown anchor 'b' referenced",
                "? [a]: b|yaml: invalid map key",
                "{<<: 1}|yaml: map merge requires map",
                "a: [|yaml: ",
                "a: b: c|yaml: ",
                "@|yaml: ",
            })
    void refuses(String yaml, String message) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(MalformedBodyException.class)
                .hasMessageContaining(message);
    }

    @Test
    void ofARepeatedKeyTheLastValueCounts() throws Exception {
        YamlDocument document = YamlDocument.parse("a: 1\nb: {c: 1,\n  c: 2}\na: 3\n".getBytes(StandardCharsets.UTF_8));
        assertThat(document.tree()).hasToString("{\"a\":3,\"b\":{\"c\":2}}");
        assertThat(document.duplicates())
                .containsExactly("line 3: key \"c\" already set in map", "line 4: key \"a\" already set in map");
    }

    @Test
    void takesOneDocumentOnly() {
        assertThatThrownBy(() -> parse("a: 1\n---\nb: 2\n")).hasMessageContaining("more than one document");
    }

    @Test
    void isNotBlownUpByAliases() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + " ,").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append(" ]\n");
        }
        assertThatThrownBy(() -> parse(bomb.toString())).hasMessageContaining("excessive aliasing");
    }

    @Test
    void isNotBlownUpByDepth() {
        assertThatThrownBy(() -> parse("[".repeat(100_000))).hasMessageContaining("exceeded max depth");
        assertThatThrownBy(() -> parse("- ".repeat(100_000))).hasMessageContaining("exceeded max depth");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':'b','n':1,'t':true,'z':null,'f':1.5}",
                "{'a':{'b':{'c':'d'}},'e':[1,'two',{'x':'y','z':[]},[3,[4]]],'o':{}}",
                "{'s':['yes','no','null','~','1','0x1','1e3','2026-01-01','','- a','a: b','#c','@','x\\ny','ü',' lead','trail ']}",
                "{'true':'1','1':'x','':'e','a b':'c','on':'off'}",
                "{'items':[{'metadata':{'name':'a','labels':{'k':'v'}}},{'metadata':{'name':'b'}}]}",
                "[]",
            })
    void writesWhatItReadsBack(String json) throws Exception {
        JsonNode tree = Json.MAPPER.readTree(json.replace('\'', '"'));
        byte[] yaml = YamlOutput.write(tree);
        assertThat(YamlDocument.parse(yaml).tree())
                .as(new String(yaml, StandardCharsets.UTF_8))
                .isEqualTo(tree);
    }
}
