package io.gantry.managedfields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sets of fields and their JSON form; quotes are written as apostrophes. */
class FieldSetTest {

    private static FieldSet set(String text) {
        return FieldsV1.read(Json.read(text.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'f:a':{}}",
                "{'f:a':{'.':{},'f:b':{}}}",
                "{'f:a':{'f:b':{},'f:c':{'f:d':{}}}}",
                "{'f:spec':{'f:containers':{'k:{\\'name\\':\\'web\\'}':{'.':{},'f:image':{}}}}}",
                "{'f:ports':{'k:{\\'containerPort\\':80,\\'protocol\\':\\'TCP\\'}':{'.':{},'f:name':{}}}}",
                "{'f:finalizers':{'v:\\'x\\'':{},'v:\\'y\\'':{}}}",
                "{'f:list':{'i:0':{},'i:7':{}}}",
                "{'f:a.b/c':{}}",
            })
    void whatIsReadIsWrittenTheSame(String json) {
        assertThat(set(json)).hasToString(json.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'f:b':{},'f:a':{}}|{'f:a':{},'f:b':{}}",
                "{'v:1':{},'i:1':{},'f:a':{},'k:{\\'n\\':1}':{}}|{'f:a':{},'k:{\\'n\\':1}':{},'v:1':{},'i:1':{}}",
                "{'v:\\'a\\'':{},'v:true':{},'v:10':{},'v:9':{}}|{'v:9':{},'v:10':{},'v:\\'a\\'':{},'v:true':{}}",
                "{'k:{\\'b\\':2,\\'a\\':1.0}':{}}|{'k:{\\'a\\':1,\\'b\\':2}':{}}",
                "{'k:{\\'n\\':\\'a<&>\\'}':{}}|{'k:{\\'n\\':\\'a\\\\u003c\\\\u0026\\\\u003e\\'}':{}}",
                "{'x:unknown':{},'f:a':{}}|{'f:a':{}}",
                "{'f:a':{'.':{}}}|{'f:a':{}}",
            })
    void whatIsWrittenIsInOrder(String json, String written) {
        assertThat(set(json)).hasToString(written.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':{}}", "{'k:[]':{}}", "{'k:{':{}}", "{'i:x':{}}", "{'v:':{}}", "{'f:a':5}", "{'':{}}"})
    void whatMakesNoSenseIsRefused(String json) {
        assertThatThrownBy(() -> set(json)).isInstanceOf(InvalidManagedFieldsException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // left, right, union, intersection, difference, recursive difference
                "{}|{'f:a':{}}|{'f:a':{}}|{}|{}|{}",
                "{'f:a':{},'f:b':{}}|{'f:b':{},'f:c':{}}|{'f:a':{},'f:b':{},'f:c':{}}|{'f:b':{}}|{'f:a':{}}|{'f:a':{}}",
                "{'f:a':{'.':{},'f:b':{}}}|{'f:a':{}}|{'f:a':{'.':{},'f:b':{}}}|{'f:a':{}}|{'f:a':{'f:b':{}}}|{}",
                "{'f:a':{'f:b':{},'f:c':{}}}|{'f:a':{'f:b':{}}}|{'f:a':{'f:b':{},'f:c':{}}}"
                        + "|{'f:a':{'f:b':{}}}|{'f:a':{'f:c':{}}}|{'f:a':{'f:c':{}}}",
                "{'f:a':{'f:b':{}}}|{'f:a':{'f:b':{}}}|{'f:a':{'f:b':{}}}|{'f:a':{'f:b':{}}}|{}|{}",
                "{'f:a':{'f:b':{}}}|{'f:a':{}}|{'f:a':{'.':{},'f:b':{}}}|{}|{'f:a':{'f:b':{}}}|{}",
            })
    void setsCombine(
            String left, String right, String union, String intersection, String difference, String recursive) {
        assertThat(set(left).union(set(right))).isEqualTo(set(union));
        assertThat(set(left).intersection(set(right))).isEqualTo(set(intersection));
        assertThat(set(left).difference(set(right))).isEqualTo(set(difference));
        assertThat(set(left).recursiveDifference(set(right))).isEqualTo(set(recursive));
        assertThat(set(right).meets(Json.read(left.replace('\'', '"'))))
                .isEqualTo(!set(intersection).isEmpty());
    }

    @Test
    void keysThatAreWrittenUnusuallyAreFoundAllTheSame() {
        FieldSet changed = set("{'k:{\\'a\\':1,\\'b\\':2}':{}}");
        assertThat(changed.meets(Json.read("{\"k:{\\\"b\\\": 2, \\\"a\\\": 1}\":{}}")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'f:spec':{'f:replicas':{}}}|.spec.replicas",
                "{'f:c':{'k:{\\'name\\':\\'web\\'}':{'f:image':{}}}}|.c[name='web'].image",
                "{'f:p':{'k:{\\'port\\':80,\\'protocol\\':\\'TCP\\'}':{}}}|.p[port=80,protocol='TCP']",
                "{'f:f':{'v:\\'x\\'':{}}}|.f[='x']",
                "{'f:f':{'i:3':{}}}|.f[3]",
            })
    void pathsAreShownAsUpstreamShowsThem(String json, String path) {
        assertThat(set(json).paths()).singleElement().hasToString(path.replace('\'', '"'));
    }
}
