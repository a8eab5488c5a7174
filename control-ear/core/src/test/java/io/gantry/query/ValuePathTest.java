package io.gantry.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuePathTest {

    private static final String POD = "{'kind':'Pod','apiVersion':'v1','metadata':{'name':'p','labels':{'a.b/c':'x'}},"
            + "'spec':{'containers':[{'name':'web','image':'nginx'},{'name':'log','image':'fluent'}]},"
            + "'status':{'phase':'Running','conditions':[{'type':'Ready','status':'True'}]}}";

    private static final ApiObject OBJECT = ApiObject.of(
            new ObjectKey(new GroupResource("", "pods"), "default", "p"),
            7,
            POD.replace('\'', '"').getBytes(StandardCharsets.UTF_8));

    @ParameterizedTest
    @CsvSource({
        "metadata.name, p",
        "metadata.resourceVersion, 7",
        "metadata.labels[a.b/c], x",
        "status.phase, Running",
        "spec.containers[1].image, fluent",
        "spec.containers.0.name, web",
        "spec.containers[name=log].image, fluent",
        "status.conditions[type=Ready].status, True",
        "status.conditions[type=Other].status, ''",
        "status.phase.more, ''",
        "spec.containers[9].image, ''",
        "nothing, ''",
    })
    void findsValues(String path, String expected) {
        assertThat(ValuePath.parse(path).read(OBJECT).asText("")).isEqualTo(expected);
    }
}
