package io.gantry.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferencesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'spec':{'replicas':1}}|{'spec':{'replicas':3}}|spec.replicas: 1 -> 3",
                "{}|{'spec':{'a':1}}|spec: (none) -> {\"a\":1}",
                "{'spec':{'a':1}}|{'spec':{}}|spec: {\"a\":1} -> {}",
                "{'c':[{'name':'a','image':'x'},{'name':'b','image':'y'}]}|{'c':[{'name':'b','image':'z'},{'name':'a','image':'x'}]}|c[b].image: y -> z",
                "{'c':[{'name':'a'}]}|{'c':[{'name':'a'},{'name':'b'}]}|c[b]: (none) -> {\"name\":\"b\"}",
                "{'l':[1,2]}|{'l':[1,3]}|l[1]: 2 -> 3",
                "{'l':[1,2]}|{'l':[1]}|l[1]: 2 -> (none)",
                "{'metadata':{'labels':{'app.k8s.io/x':'1'}}}|{'metadata':{'labels':{'app.k8s.io/x':'2'}}}|metadata.labels[app.k8s.io/x]: 1 -> 2",
                "{'data':{'a.conf':'1'}}|{'data':{'a.conf':'2'}}|data[a.conf]: 1 -> 2",
                "{'metadata':{'resourceVersion':'1','generation':1}}|{'metadata':{'resourceVersion':'2','generation':2}}|``",
                "{'a':'x'}|{'a':{'b':1}}|a: x -> {\"b\":1}",
            })
    void namesTheSmallestPartsThatDiffer(String before, String after, String expected) {
        assertThat(String.join(
                        "; ",
                        Differences.between(Json.read(json(before)), Json.read(json(after))).stream()
                                .map(Change::text)
                                .toList()))
                .isEqualTo(expected);
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
