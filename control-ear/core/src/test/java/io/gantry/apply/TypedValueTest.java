package io.gantry.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.managedfields.FieldsV1;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Field sets, comparison, merge, removal and checks of typed values; quotes are written as apostrophes. */
class TypedValueTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{}",
                "{'text':'a','number':1}|{'f:number':{},'f:text':{}}",
                "{'text':null}|{'f:text':{}}",
                "{'labels':{'a':'1','b':'2'}}|{'f:labels':{'f:a':{},'f:b':{}}}",
                "{'labels':{}}|{'f:labels':{}}",
                "{'selector':{'a':'1'}}|{'f:selector':{}}",
                "{'nested':{'a':'1','deep':{'x':'2'}}}|{'f:nested':{'f:a':{},'f:deep':{'f:x':{}}}}",
                "{'nested':{}}|{'f:nested':{}}",
                "{'atomic':['a','b']}|{'f:atomic':{}}",
                "{'atomic':[]}|{'f:atomic':{}}",
                "{'set':['b','a']}|{'f:set':{'v:\\'a\\'':{},'v:\\'b\\'':{}}}",
                "{'set':[]}|{}",
                "{'map':[{'name':'x','value':'1'}]}|{'f:map':{'k:{\\'name\\':\\'x\\'}':{'.':{},'f:name':{},'f:value':{}}}}",
                "{'map':[{'name':'x'},{'name':'x'}]}|{'f:map':{'k:{\\'name\\':\\'x\\'}':{}}}",
                "{'any':{'a':{'b':1},'c':[1,{'d':2}],'e':{}}}"
                        + "|{'f:any':{'f:a':{'.':{},'f:b':{}},'f:c':{},'f:e':{}}}",
                "{'unknown':1}|{}",
            })
    void anObjectSetsFields(String object, String fields) {
        assertThat(ValueFields.of(Types.ALL, Types.json(object))).isEqualTo(FieldsV1.read(Types.json(fields)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // before, after, removed, modified, added
                "{}|{}|{}|{}|{}",
                "{'text':'a'}|{'text':'b'}|{}|{'f:text':{}}|{}",
                "{'number':1}|{'number':1.0}|{}|{}|{}",
                "{'text':'a'}|{'number':1}|{'f:text':{}}|{}|{'f:number':{}}",
                "{}|{'labels':{'a':'1'}}|{}|{}|{'f:labels':{'.':{},'f:a':{}}}",
                "{'labels':{'a':'1'}}|{'labels':{'a':'2','b':'3'}}|{}|{'f:labels':{'f:a':{}}}|{'f:labels':{'f:b':{}}}",
                "{'labels':{'a':'1'}}|{'labels':{}}|{'f:labels':{'f:a':{}}}|{}|{}",
                "{'labels':{'a':'1'}}|{}|{'f:labels':{'.':{},'f:a':{}}}|{}|{}",
                "{'selector':{'a':'1'}}|{'selector':{'a':'2'}}|{}|{'f:selector':{}}|{}",
                "{'atomic':['a']}|{'atomic':['a','b']}|{}|{'f:atomic':{}}|{}",
                "{'set':['a','b']}|{'set':['b','c']}|{'f:set':{'v:\\'a\\'':{}}}|{}|{'f:set':{'v:\\'c\\'':{}}}",
                "{'set':['a','b']}|{'set':['b','a']}|{}|{}|{}",
                "{'set':['a']}|{'set':['a','a']}|{'f:set':{'v:\\'a\\'':{}}}|{}|{'f:set':{'v:\\'a\\'':{}}}",
                "{'set':['a','a']}|{'set':['a','a','a']}|{}|{'f:set':{'v:\\'a\\'':{}}}|{}",
                "{'map':[{'name':'x','value':'1'}]}|{'map':[{'name':'x','value':'2'}]}"
                        + "|{}|{'f:map':{'k:{\\'name\\':\\'x\\'}':{'f:value':{}}}}|{}",
                "{'map':[{'name':'x'}]}|{'map':[{'name':'y'}]}"
                        + "|{'f:map':{'k:{\\'name\\':\\'x\\'}':{'.':{},'f:name':{}}}}|{}"
                        + "|{'f:map':{'k:{\\'name\\':\\'y\\'}':{'.':{},'f:name':{}}}}",
                "{'any':{'a':1}}|{'any':{'a':{'b':1}}}|{}|{'f:any':{'f:a':{}}}|{}",
                "{'any':{'a':[1]}}|{'any':{'a':[2]}}|{}|{'f:any':{'f:a':{}}}|{}",
                "{'nested':{}}|{'nested':null}|{}|{'f:nested':{}}|{}",
            })
    void statesDiffer(String before, String after, String removed, String modified, String added) {
        Comparison comparison = Comparison.of(Types.ALL, Types.json(before), Types.json(after));
        assertThat(comparison.removed()).isEqualTo(FieldsV1.read(Types.json(removed)));
        assertThat(comparison.modified()).isEqualTo(FieldsV1.read(Types.json(modified)));
        assertThat(comparison.added()).isEqualTo(FieldsV1.read(Types.json(added)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'text':'a','number':1}|{'text':'b'}|{'text':'b','number':1}",
                "{'text':'a'}|{'text':null}|{'text':null}",
                "{'labels':{'a':'1'}}|{'labels':{'b':'2'}}|{'labels':{'a':'1','b':'2'}}",
                "{'labels':{'a':'1'}}|{'labels':{}}|{'labels':{'a':'1'}}",
                "{'selector':{'a':'1'}}|{'selector':{'b':'2'}}|{'selector':{'b':'2'}}",
                "{'atomic':['a']}|{'atomic':['b']}|{'atomic':['b']}",
                "{'set':['a']}|{'set':['b']}|{'set':['a','b']}",
                "{'any':{'a':[1],'b':{'c':1}}}|{'any':{'a':[2],'b':{'d':2}}}|{'any':{'a':[2],'b':{'c':1,'d':2}}}",
                "{'any':{'a':{'b':1}}}|{'any':{'a':5}}|{'any':{'a':5}}",
                "{'map':[{'name':'x','value':'1'},{'name':'y'}]}|{'map':[{'name':'x','other':'2'}]}"
                        + "|{'map':[{'name':'x','value':'1','other':'2'},{'name':'y'}]}",
                "{'map':[{'name':'x','value':'1'},{'name':'x','value':'2'}]}|{'map':[{'name':'x','other':'3'}]}"
                        + "|{'map':[{'name':'x','other':'3'}]}",
            })
    void whatIsAppliedIsLaidOver(String live, String applied, String merged) {
        assertThat(Merge.of(Types.ALL, Types.json(live), Types.json(applied))).isEqualTo(Types.json(merged));
    }

    @ParameterizedTest
    @CsvSource({
        "'', abc, abc",
        "abc, '', abc",
        "abc, abc, abc",
        "ab, cd, abcd",
        "abc, cba, cba",
        "abc, ca, bca",
        "abc, cxa, bcxa",
        "abc, xb, axbc",
        "abcd, dx, abcdx",
        "aebcd, bcd, aebcd",
        "abcd, ad, abcd",
        "abcd, da, bcda",
        "12345, 53, 12453",
        "abcdef, xcya, bxcdefya",
    })
    void listsKeepBothOrders(String live, String applied, String merged) {
        assertThat(Merge.of(Types.ALL, Types.json(set(live)), Types.json(set(applied))))
                .isEqualTo(Types.json(set(merged)));
    }

    private static String set(String items) {
        return ("{'set':['" + String.join("','", items.split("")) + "']}").replace("['']", "[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'text':'a','number':1}|{'f:text':{}}|{'number':1}",
                "{'labels':{'a':'1','b':'2'}}|{'f:labels':{'f:a':{}}}|{'labels':{'b':'2'}}",
                "{'labels':{'a':'1'}}|{'f:labels':{'f:a':{}}}|{'labels':{}}",
                "{'labels':{'a':'1'}}|{'f:labels':{}}|{}",
                "{'set':['a','b']}|{'f:set':{'v:\\'a\\'':{}}}|{'set':['b']}",
                "{'map':[{'name':'x','value':'1'},{'name':'y'}]}|{'f:map':{'k:{\\'name\\':\\'x\\'}':{}}}|{'map':[{'name':'y'}]}",
                "{'map':[{'name':'x','value':'1'}]}|{'f:map':{'k:{\\'name\\':\\'x\\'}':{'f:value':{}}}}|{'map':[{'name':'x'}]}",
                "{'any':{'a':{'b':1,'c':2}}}|{'f:any':{'f:a':{'f:b':{}}}}|{'any':{'a':{'c':2}}}",
            })
    void fieldsAreTakenOut(String object, String fields, String rest) {
        assertThat(Removal.of(Types.ALL, Types.json(object), FieldsV1.read(Types.json(fields))))
                .isEqualTo(Types.json(rest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'text':5}|.text: expected string, got &value.valueUnstructured{Value:5}",
                "{'number':'a'}|.number: expected numeric (int or float), got string",
                "{'labels':[]}|.labels: expected map, got &{[]}",
                "{'set':{'a':'b'}}|.set: expected list, got &{map[a:b]}",
                "{'unknown':1}|.unknown: field not declared in schema",
                "{'nested':{'z':1}}|.nested.z: field not declared in schema",
                "{'map':[{'value':'1'}]}|.map: element 0: associative list with keys has an element that omits all key"
                        + " fields ['name'] (and doesn't have default values for any key fields)",
                "{'map':['x']}|.map: element 0: associative list with keys may not have non-map elements",
                "{'map':[null]}|.map: element 0: associative list with keys may not have a null element",
                "{'map':[{'name':'x'},{'name':'x'}]}|.map: duplicate entries for key [name='x']",
                "{'set':['a','a']}|.set: duplicate entries for key [='a']",
                "{'set':[{}]}|.set: element 0: associative list without keys has an element that's a map type",
                "{'set':[null]}|.set: element 0: associative list without keys has an element that's an explicit null",
                "{'map':[{'name':'x','z':1}]}|.map[name='x'].z: field not declared in schema",
            })
    void whatTheTypeDoesNotAllowIsTold(String object, String problem) {
        assertThat(TypeCheck.problem(Types.ALL, Types.json(object)).map(text -> text.replace('"', '\'')))
                .contains(problem);
    }
}
