package io.gantry.controller.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateHashTest {

    private static final String TEMPLATE =
            "{\"metadata\": {\"labels\": {\"app\": \"web\"}}, \"spec\": {\"containers\": [{\"name\": \"c\", \"cpu\": 1}]}}";

    @Test
    void theHashOfATemplateNeverChanges() {
        assertThat(TemplateHash.of(Json.read(TEMPLATE), 0)).isEqualTo(TemplateHash.of(Json.read(TEMPLATE), 0));
        assertThat(TemplateHash.of(Json.read(TEMPLATE), 0)).matches("[bcdfghjklmnpqrstvwxz2456789]{1,10}");
        assertThat(TemplateHash.of(Json.read(TEMPLATE), 1)).isNotEqualTo(TemplateHash.of(Json.read(TEMPLATE), 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'metadata': {'labels': {'app': 'web', 'pod-template-hash': 'x'}}, 'spec': {'containers': [{'cpu': 1.0, 'name': 'c'}]}} | true",
                "{'metadata': {'creationTimestamp': null, 'labels': {'app': 'web'}}, 'spec': {'volumes': [], 'containers': [{'name': 'c', 'cpu': 1}]}} | true",
                "{'metadata': {'labels': {'app': 'web'}}, 'spec': {'containers': [{'name': 'c', 'cpu': 2}]}} | false",
                "{'metadata': {'labels': {'app': 'web', 'more': ''}}, 'spec': {'containers': [{'name': 'c', 'cpu': 1}]}} | false",
            })
    void orderAndEmptyFieldsAndTheHashLabelDoNotCount(String other, boolean same) {
        var one = Json.read(TEMPLATE);
        var two = Json.read(other.replace('\'', '"'));

        assertThat(TemplateHash.same(one, two)).isEqualTo(same);
        assertThat(TemplateHash.of(one, 0).equals(TemplateHash.of(two, 0))).isEqualTo(same);
    }
}
