package io.gantry.query;

import io.gantry.resource.Source.Question;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.selector.LabelSelector;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of a page.
 *
 * @param namespace empty for all
 * @param filters all must hold
 * @param sort the first differing one decides
 * @param fields what is shown of each object; empty for all of it
 * @param countBy the value by which all matching objects are counted
 */
record PageOptions(
        Optional<String> namespace,
        LabelSelector labels,
        List<Filter> filters,
        List<Sort> sort,
        List<ValuePath> fields,
        Optional<ValuePath> countBy,
        int offset,
        int limit) {

    private static final int MOST_FILTERS = 16;
    private static final int MOST_SORTS = 4;
    private static final int MOST_FIELDS = 32;
    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 500;

    private static final Set<String> NAMES = Set.of(
            "namespace",
            "labelSelector",
            "filter",
            "sort",
            "fields",
            "countBy",
            "offset",
            "limit",
            "pretty",
            "timeout");

    /** By which value, and in which direction. */
    record Sort(ValuePath path, Direction direction) {

        static Sort parse(String text) {
            return text.startsWith("-")
                    ? new Sort(ValuePath.parse(text.substring(1)), Direction.DESCENDING)
                    : new Sort(ValuePath.parse(text), Direction.ASCENDING);
        }
    }

    enum Direction {
        ASCENDING,
        DESCENDING
    }

    /** Throws BadRequest. */
    static PageOptions of(Question question) {
        for (String name : question.parameters().keySet()) {
            if (!NAMES.contains(name)) {
                throw StatusException.badRequest("unknown parameter " + Quoted.of(name));
            }
        }
        List<Filter> filters = question.parameters().getOrDefault("filter", List.of()).stream()
                .map(Filter::parse)
                .toList();
        List<Sort> sort = parts(question, "sort").stream().map(Sort::parse).toList();
        List<ValuePath> fields =
                parts(question, "fields").stream().map(ValuePath::parse).toList();
        bound("filter", filters.size(), MOST_FILTERS);
        bound("sort", sort.size(), MOST_SORTS);
        bound("fields", fields.size(), MOST_FIELDS);
        return new PageOptions(
                optional(question.text("namespace")),
                labels(question.text("labelSelector")),
                filters,
                sort,
                fields,
                optional(question.text("countBy")).map(ValuePath::parse),
                number(question, "offset", 0, Integer.MAX_VALUE - LARGEST_LIMIT),
                number(question, "limit", DEFAULT_LIMIT, LARGEST_LIMIT));
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static List<String> parts(Question question, String name) {
        List<String> parts = new ArrayList<>();
        question.parameters()
                .getOrDefault(name, List.of())
                .forEach(text -> parts.addAll(Arrays.asList(text.split(","))));
        parts.removeIf(String::isBlank);
        return parts;
    }

    private static void bound(String name, int actual, int most) {
        if (actual > most) {
            throw StatusException.badRequest(name + " is given " + actual + " times, at most " + most + " are taken");
        }
    }

    private static LabelSelector labels(String text) {
        try {
            return LabelSelector.parse(text);
        } catch (InvalidSelectorException e) {
            throw StatusException.badRequest(e.getMessage());
        }
    }

    private static int number(Question question, String name, int otherwise, int most) {
        String text = question.text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, most, text);
        }
        throw notANumber(name, most, text);
    }

    private static StatusException notANumber(String name, int most, String text) {
        return StatusException.badRequest(name + " must be a number from 0 to " + most + ", and is " + Quoted.of(text));
    }
}
