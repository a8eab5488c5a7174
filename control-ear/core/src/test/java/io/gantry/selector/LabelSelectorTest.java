package io.gantry.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.object.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {

    /** Labels as {@code a=1 b=2}. */
    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(" ")) {
            labels.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return labels;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "''|''|true",
                "''|a=1|true",
                "a=1|a=1|true",
                "a==1|a=1|true",
                "a=1|a=2|false",
                "a=1|b=1|false",
                "a=|a=|true",
                "a=,b=2|a= b=2|true",
                "a!=1|a=1|false",
                "a!=1|a=2|true",
                "a!=1|''|true",
                "a|a=x|true",
                "a|b=x|false",
                "!a|b=x|true",
                "! a|a=x|false",
                "a in (x,y)|a=y|true",
                "a in (x, y)|a=z|false",
                "a in (x)|''|false",
                "a in (,x)|a=|true",
                "a in ()|a=|true",
                "a in (x,,y)|a=|true",
                "a notin (x,y)|a=z|true",
                "a notin (x,y)|a=x|false",
                "a notin (x)|''|true",
                "a>5|a=6|true",
                "a>5|a=5|false",
                "a<5|a=4|true",
                "a<5|a=text|false",
                "a=1,b notin (2),!c|a=1 b=3|true",
                "a=1,b notin (2),!c|a=1 b=3 c=4|false",
                "in in (in,notin)|in=notin|true",
                "example.com/app = web|example.com/app=web|true",
                "a\\tin\\n(x)|a=x|true",
            })
    void selects(String selector, String labels, boolean expected) {
        assertThat(LabelSelector.parse(selector.replace("\\t", "\t").replace("\\n", "\n"))
                        .matches(labels(labels)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=a|found '=', expected: !, identifier, or 'end of string'",
                "a=1 b=2|found 'b', expected: ',' or 'end of string'",
                "a,|found '', expected: identifier after ','",
                "a,=b|found '=', expected: identifier after ','",
                "a in x|unable to parse requirement: found 'x' expected: '('",
                "a in (x|unable to parse requirement: found '', expected: ',' or ')'",
                "a in (x y)|unable to parse requirement: found 'y', expected: ',' or ')'",
                "a b|unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
                "a=b=c|found '=', expected: ',' or 'end of string'",
                "a=(|unable to parse requirement: found '(', expected: identifier",
                "!|unable to parse requirement: found '', expected: identifier",
                "a>x|unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
            })
    void refusesInUpstreamsWords(String selector, String message) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"a_/b=c", "a=-b", "a//b=c", "/b=c", "a=b/c", "a in (-)"})
    void refusesWhatNoLabelCanBe(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector)).isInstanceOf(InvalidSelectorException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b=1,a==2|a=2,b=1",
                "x in (c,a)|x in (a,c)",
                "!y|!y",
                "z notin (a)|z notin (a)",
                "n>3|n>3",
                "q!=w|q!=w",
            })
    void isWrittenInOneForm(String selector, String written) {
        assertThat(LabelSelector.parse(selector)).hasToString(written);
        assertThat(LabelSelector.parse(written)).isEqualTo(LabelSelector.parse(selector));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'matchLabels':{'a':'1'}}|a=1",
                "{'matchLabels':{'a':'1'},'matchExpressions':[{'key':'b','operator':'In','values':['y','x']}]}|a=1,b in (x,y)",
                "{'matchExpressions':[{'key':'b','operator':'DoesNotExist'},{'key':'c','operator':'Exists'}]}|!b,c",
                "{'matchExpressions':[{'key':'b','operator':'NotIn','values':['x']}]}|b notin (x)",
            })
    void readsTheStructuredForm(String json, String written) {
        assertThat(LabelSelector.of(Json.read(json.replace('\'', '"')))).hasToString(written);
    }
}
