package io.gantry.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldSelectorTest {

    private static final Map<String, String> FIELDS = Map.of("a", "1", "b", "x,y", "c", "p=q", "d", "\\");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "''|true",
                "a=1|true",
                "a==1|true",
                "a!=1|false",
                "a!=2|true",
                "a=1,b!=2|true",
                "a=1,a=2|false",
                "missing=|true",
                "missing!=|false",
                "b=x\\,y|true",
                "c=p\\=q|true",
                "d=\\\\|true",
                ",a=1,|true",
            })
    void selects(String selector, boolean expected) {
        assertThat(FieldSelector.parse(selector).matches(field -> FIELDS.getOrDefault(field, "")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a|invalid selector: 'a'; can't understand 'a'",
                "a=1,b|invalid selector: 'a=1,b'; can't understand 'b'",
                "a=b=c|invalid field selector: unescaped character in value: 61",
                "a=\\n|invalid field selector: invalid escape sequence: \\n",
                "a=\\|invalid field selector: invalid escape sequence: \\",
            })
    void refusesInUpstreamsWords(String selector, String message) {
        assertThatThrownBy(() -> FieldSelector.parse(selector))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessage(message);
    }

    @Test
    void tellsTheOneValueThatAFieldMustHave() {
        FieldSelector selector = FieldSelector.parse("metadata.name=web,status.phase!=Failed");
        assertThat(selector.required("metadata.name")).isEqualTo(Optional.of("web"));
        assertThat(selector.required("status.phase")).isEmpty();
        assertThat(FieldSelector.parse("a=x\\,y")).hasToString("a=x\\,y");
    }
}
