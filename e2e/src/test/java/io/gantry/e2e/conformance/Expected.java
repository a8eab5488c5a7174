package io.gantry.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What a value or a text must be. Of several conditions all must hold; none at all is content with any value that is there.
 *
 * @param is the very value; a JSON null demands that there is none; missing when the case does not say
 * @param matches a regular expression of the whole text; empty for any
 * @param least the smallest number that will do
 */
record Expected(JsonNode is, List<String> contains, List<String> lacks, String matches, long least) {

    static final Set<String> KEYS = Set.of("is", "contains", "lacks", "matches", "least");

    static Expected of(JsonNode step) {
        return new Expected(
                step.path("is"),
                texts(step.path("contains")),
                texts(step.path("lacks")),
                step.path("matches").asText(),
                step.path("least").asLong(Long.MIN_VALUE));
    }

    static List<String> texts(JsonNode oneOrMany) {
        if (oneOrMany.isArray()) {
            return StreamSupport.stream(oneOrMany.spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }
        return oneOrMany.isMissingNode() ? List.of() : List.of(oneOrMany.asText());
    }

    boolean heldBy(JsonNode value) {
        if (is.isNull()) {
            return value.isMissingNode() || value.isNull();
        }
        if (value.isMissingNode()) {
            return false;
        }
        if (!is.isMissingNode() && !same(value)) {
            return false;
        }
        return heldByText(value.isValueNode() ? value.asText() : value.toString())
                && (least == Long.MIN_VALUE || value.asLong(Long.MIN_VALUE) >= least);
    }

    private boolean same(JsonNode value) {
        return is.isValueNode() && value.isValueNode() ? is.asText().equals(value.asText()) : is.equals(value);
    }

    private boolean heldByText(String text) {
        return contains.stream().allMatch(text::contains)
                && lacks.stream().noneMatch(text::contains)
                && (matches.isEmpty()
                        || Pattern.compile(matches, Pattern.DOTALL)
                                .matcher(text)
                                .matches());
    }
}
