package io.gantry.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.ListType;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.StringSchema;
import io.gantry.status.StatusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergePatchTest {

    private static final StringSchema TEXT = new StringSchema("", List.of());

    /** A type with a list of each sort; items are of the same type. */
    private static final ObjectSchema ITEM = new ObjectSchema("test.Item", StrategicMergePatchTest::content);

    private static ObjectSchema.Content content() {
        Map<String, Field> fields = new LinkedHashMap<>();
        add(fields, "name", TEXT, "", "");
        add(fields, "value", TEXT, "", "");
        add(fields, "other", TEXT, "", "");
        add(fields, "child", ITEM, "", "");
        add(fields, "kept", ITEM, "retainKeys", "");
        add(fields, "replaced", ITEM, "replace", "");
        add(fields, "labels", new MapSchema(TEXT, false), "", "");
        add(fields, "merged", list(ITEM), "merge", "name");
        add(fields, "volumes", list(ITEM), "merge,retainKeys", "name");
        add(fields, "plain", list(ITEM), "", "");
        add(fields, "keyless", list(ITEM), "merge", "");
        add(fields, "numbers", list(new IntegerSchema(32)), "merge", "");
        add(fields, "words", list(TEXT), "", "");
        return new ObjectSchema.Content("", fields, false);
    }

    private static ListSchema list(Schema items) {
        return new ListSchema(items, ListType.UNSET, List.of());
    }

    private static void add(Map<String, Field> fields, String name, Schema schema, String strategy, String key) {
        PatchStrategy patch = PatchStrategy.parse(strategy, key);
        fields.put(name, new Field(name, schema, "", false, patch, Optional.empty(), ""));
    }

    /** Names and single quotes keep the tables readable. */
    private static ObjectNode json(String text) {
        return Json.read(text.replaceAll("([$\\w/]+):", "\"$1\":").replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a field is added                      | {}                                        | {name:'a'}                                    | {name:'a'}
            a field is changed                    | {name:'a',value:'1'}                      | {value:'2'}                                   | {name:'a',value:'2'}
            null deletes                          | {name:'a',value:'1'}                      | {value:null}                                  | {name:'a'}
            null of an absent field does nothing  | {name:'a'}                                | {value:null}                                  | {name:'a'}
            nulls within added values are dropped | {}                                        | {child:{name:'a',value:null}}                 | {child:{name:'a'}}
            objects are merged                    | {child:{name:'a',value:'1'}}              | {child:{value:'2'}}                           | {child:{name:'a',value:'2'}}
            maps are merged                       | {labels:{a:'1',b:'2'}}                    | {labels:{a:null,c:'3'}}                       | {labels:{b:'2',c:'3'}}
            other types replace                   | {child:{name:'a'}}                        | {child:'x'}                                   | {child:'x'}
            an object is replaced on demand       | {child:{name:'a',value:'1'}}              | {child:{$patch:'replace',value:'2'}}          | {child:{value:'2'}}
            an object is emptied on demand        | {child:{name:'a'}}                        | {child:{$patch:'delete'}}                     | {child:{}}
            an absent object is not made by delete| {name:'a'}                                | {child:{$patch:'delete'}}                     | {name:'a'}
            the root is replaced on demand        | {name:'a',value:'1'}                      | {$patch:'replace',name:'b'}                   | {name:'b'}
            a replaced field is not merged        | {replaced:{name:'a'}}                     | {replaced:{value:'1'}}                        | {replaced:{value:'1'}}
            a list is replaced by default         | {plain:[{name:'a'}]}                      | {plain:[{name:'b'}]}                          | {plain:[{name:'b'}]}
            a list of words is replaced           | {words:['a','b']}                         | {words:['c']}                                 | {words:['c']}
            retained keys drop the others         | {kept:{name:'a',value:'1'}}               | {kept:{$retainKeys:['name','other'],other:'2'}} | {kept:{name:'a',other:'2'}}
            retained keys work in list items      | {volumes:[{name:'a',value:'1'}]}          | {volumes:[{name:'a',other:'2',$retainKeys:['name','other']}]} | {volumes:[{name:'a',other:'2'}]}
            added items lose their directives     | {volumes:[{name:'a'}]}                    | {volumes:[{name:'b',$retainKeys:['name']}]}   | {volumes:[{name:'b'},{name:'a'}]}
            retained keys allow deletion          | {kept:{name:'a',value:'1'}}               | {kept:{$retainKeys:['name'],value:null}}      | {kept:{name:'a'}}
            """)
    void mergesObjects(String why, String current, String patch, String expected) {
        assertThat(StrategicMergePatch.apply(ITEM, json(current), json(patch))).isEqualTo(json(expected));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            items are merged by key               | {merged:[{name:'a',value:'1'},{name:'b'}]}| {merged:[{name:'a',value:'2'}]}               | {merged:[{name:'a',value:'2'},{name:'b'}]}
            new items come where the patch ends   | {merged:[{name:'a'},{name:'b'}]}          | {merged:[{name:'b',value:'1'},{name:'c'}]}    | {merged:[{name:'a'},{name:'b',value:'1'},{name:'c'}]}
            new items come first without a hint   | {merged:[{name:'a'},{name:'b'}]}          | {merged:[{name:'c'}]}                         | {merged:[{name:'c'},{name:'a'},{name:'b'}]}
            the order of the patch wins           | {merged:[{name:'a'},{name:'b'},{name:'c'}]}| {merged:[{name:'c'},{name:'a'}]}             | {merged:[{name:'b'},{name:'c'},{name:'a'}]}
            an item is deleted                    | {merged:[{name:'a'},{name:'b'}]}          | {merged:[{$patch:'delete',name:'a'}]}         | {merged:[{name:'b'}]}
            an absent item is not deleted         | {merged:[{name:'a'}]}                     | {merged:[{$patch:'delete',name:'x'}]}         | {merged:[{name:'a'}]}
            all items of a key are deleted        | {merged:[{name:'a'},{name:'a',value:'1'}]}| {merged:[{$patch:'delete',name:'a'}]}         | {merged:[]}
            delete and merge in one patch         | {merged:[{name:'a'},{name:'b'}]}          | {merged:[{name:'b',value:'2'},{$patch:'delete',name:'a'}]} | {merged:[{name:'b',value:'2'}]}
            the list is replaced on demand        | {merged:[{name:'a'}]}                     | {merged:[{name:'b'},{$patch:'replace'}]}      | {merged:[{name:'b'}]}
            the list is emptied on demand         | {merged:[{name:'a'}]}                     | {merged:[{$patch:'replace'}]}                 | {merged:[]}
            an item is replaced by its directive  | {child:{merged:[{name:'a',value:'1'}]}}   | {child:{$patch:'replace',merged:[{name:'a'}]}}| {child:{merged:[{name:'a'}]}}
            lists nest                            | {merged:[{name:'a',merged:[{name:'x'}]}]} | {merged:[{name:'a',merged:[{name:'x',value:'1'}]}]} | {merged:[{name:'a',merged:[{name:'x',value:'1'}]}]}
            directives in an added list are inert | {}                                        | {merged:[{$patch:'delete',name:'a'},{name:'b'}]} | {merged:[{name:'b'}]}
            two empty lists merge                 | {merged:[]}                               | {merged:[]}                                   | {merged:[]}
            scalars are a set                     | {numbers:[1,2]}                           | {numbers:[2,3]}                               | {numbers:[1,2,3]}
            scalars are deleted                   | {numbers:[1,2,3]}                         | {$deleteFromPrimitiveList/numbers:[2]}        | {numbers:[1,3]}
            absent scalars are not deleted        | {numbers:[1,2]}                           | {$deleteFromPrimitiveList/numbers:[3]}        | {numbers:[1,2]}
            deletion makes no list                | {name:'a'}                                | {$deleteFromPrimitiveList/numbers:[3]}        | {name:'a'}
            deletion works on replaced lists too  | {words:['a','b']}                         | {$deleteFromPrimitiveList/words:['a']}        | {words:['b']}
            deletion and addition together        | {numbers:[1,2]}                           | {$deleteFromPrimitiveList/numbers:[1],numbers:[3]} | {numbers:[3,2]}
            """)
    void mergesLists(String why, String current, String patch, String expected) {
        assertThat(StrategicMergePatch.apply(ITEM, json(current), json(patch))).isEqualTo(json(expected));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            the order is set                      | {merged:[{name:'a'},{name:'b'}]}          | {$setElementOrder/merged:[{name:'b'},{name:'a'}]} | {merged:[{name:'b'},{name:'a'}]}
            items and order together              | {merged:[{name:'a'},{name:'b'}]}          | {$setElementOrder/merged:[{name:'b'},{name:'c'},{name:'a'}],merged:[{name:'c'}]} | {merged:[{name:'b'},{name:'c'},{name:'a'}]}
            an unknown item in the order is inert | {merged:[{name:'a'},{name:'c'}]}          | {$setElementOrder/merged:[{name:'c'},{name:'b'},{name:'a'}]} | {merged:[{name:'c'},{name:'a'}]}
            items of the server are woven in      | {merged:[{name:'a'},{name:'s'},{name:'b'}]} | {$setElementOrder/merged:[{name:'a'},{name:'b'}]} | {merged:[{name:'a'},{name:'s'},{name:'b'}]}
            deleted items need no place           | {merged:[{name:'a'},{name:'b'}]}          | {$setElementOrder/merged:[{name:'b'}],merged:[{$patch:'delete',name:'a'}]} | {merged:[{name:'b'}]}
            added items take the place of deleted | {merged:[{name:'a'},{name:'b'},{name:'s'}]} | {$setElementOrder/merged:[{name:'a'},{name:'d'}],merged:[{name:'d'},{$patch:'delete',name:'b'}]} | {merged:[{name:'a'},{name:'s'},{name:'d'}]}
            an absent list is added in order      | {}                                        | {$setElementOrder/merged:[{name:'b'},{name:'a'}],merged:[{name:'b'},{name:'a'}]} | {merged:[{name:'b'},{name:'a'}]}
            an order without a list does nothing  | {name:'a'}                                | {$setElementOrder/merged:[{name:'b'}]}        | {name:'a'}
            scalars are ordered                   | {numbers:[1,2,3]}                         | {$setElementOrder/numbers:[3,1]}              | {numbers:[2,3,1]}
            scalars are added in order            | {numbers:[1,3]}                           | {$setElementOrder/numbers:[1,2,3],numbers:[2]} | {numbers:[1,2,3]}
            scalars are deleted and ordered       | {numbers:[1,2,3]}                         | {$setElementOrder/numbers:[3,1],$deleteFromPrimitiveList/numbers:[2]} | {numbers:[3,1]}
            """)
    void ordersLists(String why, String current, String patch, String expected) {
        assertThat(StrategicMergePatch.apply(ITEM, json(current), json(patch))).isEqualTo(json(expected));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {merged:[{name:'a'}]}   | {merged:[{value:'b'}]}                                   | 400 map: map[value:b] does not contain declared merge key: name
            {merged:[{name:'a'}]}   | {merged:[{$patch:'delete',value:'1'}]}                   | 400 map: map[$patch:delete value:1] does not contain declared merge key: name
            {merged:[{name:'a'}]}   | {merged:[{$patch:'merge',name:'a'}]}                     | 400 merging lists cannot yet be specified in the patch
            {merged:[{name:'a'}]}   | {merged:[{$patch:'sell',name:'a'}]}                      | 400 unknown patch type: sell in map: map[$patch:sell name:a]
            {child:{name:'a'}}      | {child:{$patch:'merge'}}                                 | 400 unknown patch type: merge in map: map[$patch:merge]
            {merged:[{name:'a'}]}   | {merged:['a']}                                           | 400 list element types are not identical: [[map[name:a]] [a]]
            {numbers:[1]}           | {numbers:[[2]]}                                          | 422 lists of lists are not supported
            {keyless:[{name:'a'}]}  | {keyless:[{name:'b'}]}                                   | 400 cannot merge lists without merge key for keyless
            {kept:{name:'a'}}       | {kept:{$retainKeys:['name'],value:'1'}}                  | 400 invalid patch format of retainKeys
            {kept:{name:'a'}}       | {kept:{$retainKeys:'name'}}                              | 400 invalid patch format of retainKeys
            {numbers:[1]}           | {$deleteFromPrimitiveList:[1]}                           | 400 invalid patch format of primitive list
            {numbers:[1]}           | {$setElementOrder:[1]}                                   | 400 invalid patch format of setElementOrder list
            {numbers:[1]}           | {$setElementOrder/numbers:'1'}                           | 400 expected a []interface {}, but received a string
            {numbers:[1,3,2]}       | {$setElementOrder/numbers:[1,2,3],numbers:[3,1]}         | 400 The order in patch list:\\n[3 1]\\n doesn't match $setElementOrder list:\\n[1 2 3]\\n
            """)
    void refusesMalformedPatches(String current, String patch, String error) {
        StatusException status = catchThrowableOfType(
                StatusException.class, () -> StrategicMergePatch.apply(ITEM, json(current), json(patch)));
        assertThat(status.code() + " " + status.getMessage()).isEqualTo(error.replace("\\n", "\n"));
    }

    @Test
    void theArgumentsAreNotChanged() {
        ObjectNode current = json("{merged:[{name:'a',child:{value:'1'}}]}");
        ObjectNode patch = json(
                "{merged:[{name:'a',child:{value:'2'}},{name:'b'}],$setElementOrder/merged:[{name:'a'},{name:'b'}]}");
        ObjectNode currentBefore = current.deepCopy();
        ObjectNode patchBefore = patch.deepCopy();
        StrategicMergePatch.apply(ITEM, current, patch);
        assertThat(current).isEqualTo(currentBefore);
        assertThat(patch).isEqualTo(patchBefore);
    }

    @Test
    void settingAnImageTouchesOneContainer() {
        ObjectSchema deployment =
                Schemas.builtIn().find("io.k8s.api.apps.v1.Deployment").orElseThrow();
        ObjectNode current = json("{spec:{replicas:2,template:{spec:{containers:[{name:'web',image:'old',ports:"
                + "[{containerPort:80,protocol:'TCP'}]},{name:'log',image:'l'}]}}}}");
        ObjectNode patch = json("{spec:{template:{spec:{$setElementOrder/containers:[{name:'web'},{name:'log'}],"
                + "containers:[{name:'web',image:'new'}]}}}}");
        assertThat(StrategicMergePatch.apply(deployment, current, patch))
                .isEqualTo(json("{spec:{replicas:2,template:{spec:{containers:[{name:'web',image:'new',ports:"
                        + "[{containerPort:80,protocol:'TCP'}]},{name:'log',image:'l'}]}}}}"));
    }

    @Test
    void finalizersAreASetAndConditionsAreKeyedByType() {
        ObjectSchema node = Schemas.builtIn().find("io.k8s.api.core.v1.Node").orElseThrow();
        ObjectNode current =
                json("{metadata:{finalizers:['a','b']},status:{conditions:[{type:'Ready',status:'False'}]}}");
        ObjectNode patch = json("{metadata:{$deleteFromPrimitiveList/finalizers:['a']},"
                + "status:{conditions:[{type:'Ready',status:'True'},{type:'Disk',status:'False'}]}}");
        assertThat(StrategicMergePatch.apply(node, current, patch))
                .isEqualTo(json("{metadata:{finalizers:['b']},"
                        + "status:{conditions:[{type:'Ready',status:'True'},{type:'Disk',status:'False'}]}}"));
    }
}
