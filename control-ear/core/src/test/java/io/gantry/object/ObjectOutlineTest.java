package io.gantry.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.ObjectOutline.Deletion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectOutlineTest {

    private static final ObjectOutline EMPTY = new ObjectOutline("", Map.of(), List.of(), "", Deletion.NONE, "", "");

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("pods", "{'metadata':{}}", EMPTY),
                Arguments.of(
                        "pods",
                        "{'kind':'Pod','apiVersion':'v1','metadata':{'name':'a','uid':'u','labels':{'x':'1','y':''}},"
                                + "'spec':{'containers':[{'name':'nodeName'}],'nodeName':'n1'},'status':{'conditions':[{'phase':'no'}],'nodeName':'no','phase':'Running'}}",
                        new ObjectOutline(
                                "u", Map.of("x", "1", "y", ""), List.of(), "", Deletion.NONE, "n1", "Running")),
                Arguments.of(
                        "services",
                        "{'metadata':{'uid':'u'},'spec':{'nodeName':'n1'},'status':{'phase':'x'}}",
                        new ObjectOutline("u", Map.of(), List.of(), "", Deletion.NONE, "", "")),
                Arguments.of(
                        "pods",
                        "{'metadata':{'annotations':{'uid':'no'},'ownerReferences':[{'uid':'o1','kind':'A'},"
                                + "{'kind':'B','controller':true,'uid':'o2'},{'controller':false,'uid':'o3'}],'uid':'u'}}",
                        new ObjectOutline("u", Map.of(), List.of("o1", "o2", "o3"), "o2", Deletion.NONE, "", "")),
                Arguments.of(
                        "events",
                        "{'metadata':{'uid':'u'},'reason':'Pulled','involvedObject':{'uid':'x','name':'web-1'},'type':'Normal'}",
                        new ObjectOutline("u", Map.of(), List.of(), "", Deletion.NONE, "web-1", "")),
                Arguments.of(
                        "configmaps",
                        "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z','uid':'u'},'data':{}}",
                        new ObjectOutline("u", Map.of(), List.of(), "", Deletion.BEGUN, "", "")),
                Arguments.of(
                        "pods",
                        "{'metadata':{},'status':{'phase':'Failed'},'spec':{'nodeName':'n1'}}",
                        new ObjectOutline("", Map.of(), List.of(), "", Deletion.NONE, "n1", "Failed")),
                Arguments.of("pods", "{'metadata':{'labels':{}},'spec':{}}", EMPTY));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void isTheSameFromTheTreeAndFromTheBytes(String resource, String text, ObjectOutline expected) {
        ObjectKey key = new ObjectKey(new GroupResource("", resource), "default", "a");
        byte[] json = text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(ObjectOutline.read(key, json)).isEqualTo(expected);
        assertThat(ObjectOutline.of(key, Json.read(json))).isEqualTo(expected);
    }
}
