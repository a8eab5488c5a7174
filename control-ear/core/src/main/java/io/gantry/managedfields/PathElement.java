package io.gantry.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One step of a path into an object (API reference, meta/v1 FieldsV1). Steps are ordered as upstream orders them: names, keys,
 * values, indexes.
 */
public sealed interface PathElement extends Comparable<PathElement> {

    /** The step as FieldsV1 writes it: {@code f:spec}, <code>k:{"name":"web"}</code>, {@code v:"x"}, {@code i:0}. */
    String text();

    /** The step as messages show it: {@code .spec}, {@code [name="web"]}, {@code [="x"]}, {@code [0]}. */
    String display();

    /** Place among the kinds of steps. */
    int rank();

    private static int compare(List<KeyField> left, List<KeyField> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** A field of an object or an entry of a map. */
    record FieldName(String name) implements PathElement {

        @Override
        public String text() {
            return "f:" + name;
        }

        @Override
        public String display() {
            return "." + name;
        }

        @Override
        public int compareTo(PathElement other) {
            return other instanceof FieldName that ? name.compareTo(that.name) : Integer.compare(rank(), other.rank());
        }

        @Override
        public int rank() {
            return 0;
        }
    }

    /** One field that names an item of a list of type map. */
    record KeyField(String name, JsonNode value) implements Comparable<KeyField> {

        public KeyField {
            value = Scalars.canonical(value);
        }

        @Override
        public int compareTo(KeyField other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : Scalars.compare(value, other.value);
        }
    }

    /**
     * The item of a list of type map with these key fields.
     *
     * @param fields sorted by name
     */
    record Key(List<KeyField> fields) implements PathElement {

        public Key {
            fields = fields.size() < 2
                    ? List.copyOf(fields)
                    : fields.stream()
                            .sorted(Comparator.comparing(KeyField::name))
                            .toList();
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("k:{");
            for (KeyField field : fields) {
                if (text.length() > 3) {
                    text.append(',');
                }
                Scalars.quote(field.name, text);
                text.append(':');
                Scalars.write(field.value, text);
            }
            return text.append('}').toString();
        }

        @Override
        public String display() {
            return fields.stream()
                    .map(field -> field.name + "=" + Scalars.display(field.value))
                    .collect(Collectors.joining(",", "[", "]"));
        }

        @Override
        public int compareTo(PathElement other) {
            return other instanceof Key that ? compare(fields, that.fields) : Integer.compare(rank(), other.rank());
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /** The item of a list of type set that has this value. */
    record Value(JsonNode value) implements PathElement {

        public Value {
            value = Scalars.canonical(value);
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("v:");
            Scalars.write(value, text);
            return text.toString();
        }

        @Override
        public String display() {
            return "[=" + Scalars.display(value) + "]";
        }

        @Override
        public int compareTo(PathElement other) {
            return other instanceof Value that
                    ? Scalars.compare(value, that.value)
                    : Integer.compare(rank(), other.rank());
        }

        @Override
        public int rank() {
            return 2;
        }
    }

    /** The item at a place of a list. */
    record Index(int index) implements PathElement {

        @Override
        public String text() {
            return "i:" + index;
        }

        @Override
        public String display() {
            return "[" + index + "]";
        }

        @Override
        public int compareTo(PathElement other) {
            return other instanceof Index that
                    ? Integer.compare(index, that.index)
                    : Integer.compare(rank(), other.rank());
        }

        @Override
        public int rank() {
            return 3;
        }
    }
}
