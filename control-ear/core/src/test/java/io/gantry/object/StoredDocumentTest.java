package io.gantry.object;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoredDocumentTest {

    private static final ObjectKey KEY = new ObjectKey(new GroupResource("", "configmaps"), "default", "a");

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("small", number(data -> data.put("n", 5))),
                Arguments.of("small, made as a large one", number(data -> data.put("n", 5L))),
                Arguments.of("large", number(data -> data.put("n", 5_000_000_000L))),
                Arguments.of("fraction", number(data -> data.put("n", 1.50))),
                Arguments.of("exact fraction", number(data -> data.put("n", new BigDecimal("1.50")))),
                Arguments.of("in a list", number(data -> data.putArray("n").add(5L))),
                Arguments.of("no number", number(data -> data.put("n", true).putNull("o"))));
    }

    private static Consumer<ObjectNode> number(Consumer<ObjectNode> change) {
        return change;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("numbers")
    void theTreeOfAWriteIsTheOneThatReadersMakeOfItsBytes(String name, Consumer<ObjectNode> change) {
        ObjectNode object = Json.read("""
                {"data":{},"metadata":{"name":"a","resourceVersion":"1","uid":"u"},"apiVersion":"v1","kind":"ConfigMap"}""");
        change.accept(object.withObject("/data"));

        ApiObject written = StoredDocument.of(KEY, object).at(7);

        assertThat(written.json()).isEqualTo(Json.read(written.encoded()));
        assertThat(Json.write(written.json())).isEqualTo(Json.write(Json.read(written.encoded())));
    }
}
