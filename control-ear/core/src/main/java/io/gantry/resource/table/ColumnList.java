package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Columns declared one by one, each with the function that fills its cells. */
public final class ColumnList implements TableColumns {

    private record Entry(Column column, BiFunction<ApiObject, Instant, JsonNode> cell) {}

    private final List<Column> columns;
    private final List<Entry> entries;

    private ColumnList(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.columns = entries.stream().map(Entry::column).toList();
    }

    /** Columns that begin with the name. */
    public static Builder named() {
        return new Builder().add(nameColumn(0), (object, now) -> TextNode.valueOf(object.name()));
    }

    /** No column yet. */
    public static Builder empty() {
        return new Builder();
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public List<JsonNode> cells(ApiObject object, Instant now) {
        List<JsonNode> cells = new ArrayList<>(entries.size());
        entries.forEach(entry -> cells.add(entry.cell().apply(object, now)));
        return cells;
    }

    static Column nameColumn(int priority) {
        return new Column("Name", "string", "name", "Unique within its namespace and kind.", priority);
    }

    static Column ageColumn() {
        return new Column("Age", "string", "", "Time since the object was created.", 0);
    }

    /** Builds a list in the order of its calls. */
    public static final class Builder {

        private final List<Entry> entries = new ArrayList<>();

        /** A text that is always shown. */
        public Builder text(String name, String description, Function<ApiObject, String> cell) {
            return text(name, description, 0, cell);
        }

        /** A text that only {@code -o wide} shows. */
        public Builder wide(String name, String description, Function<ApiObject, String> cell) {
            return text(name, description, 1, cell);
        }

        /** A number in a column of type integer. */
        public Builder integer(String name, String description, ToLongFunction<ApiObject> cell) {
            return number(new Column(name, "integer", "", description, 0), cell);
        }

        /** A number in a column of type string, as upstream has some. */
        public Builder count(String name, String description, int priority, ToLongFunction<ApiObject> cell) {
            return number(new Column(name, "string", "", description, priority), cell);
        }

        /** A truth in words; {@code <unset>} where it is not said. */
        public Builder flag(String name, String description, Function<ApiObject, JsonNode> cell) {
            return text(new Column(name, "boolean", "", description, 0), o -> {
                JsonNode value = cell.apply(o);
                return value.isBoolean() ? (value.booleanValue() ? "True" : "False") : "<unset>";
            });
        }

        /**
         * A truth as JSON has it.
         *
         * @param type of the column; upstream has some of type string
         */
        public Builder truth(String name, String type, String description, Predicate<ApiObject> cell) {
            return add(
                    new Column(name, type, "", description, 0),
                    (object, now) -> BooleanNode.valueOf(cell.test(object)));
        }

        /** A value as JSON has it, in a column of type string; {@code <none>} where there is none. */
        public Builder value(String name, String description, Function<ApiObject, JsonNode> cell) {
            return add(new Column(name, "string", "", description, 0), (object, now) -> {
                JsonNode value = cell.apply(object);
                return value.isMissingNode() ? TextNode.valueOf("<none>") : value;
            });
        }

        /** A time as objects have it, in a column of type date. */
        public Builder date(String name, String description, Function<ApiObject, String> cell) {
            return text(new Column(name, "date", "", description, 0), cell);
        }

        /** A text in a column of any type. */
        public Builder text(Column column, Function<ApiObject, String> cell) {
            return add(column, (object, now) -> TextNode.valueOf(cell.apply(object)));
        }

        /** A text that depends on the present time. */
        public Builder timed(
                String name, String description, int priority, BiFunction<ApiObject, Instant, String> cell) {
            return add(
                    new Column(name, "string", "", description, priority),
                    (object, now) -> TextNode.valueOf(cell.apply(object, now)));
        }

        public Builder wideName() {
            return add(nameColumn(1), (object, now) -> TextNode.valueOf(object.name()));
        }

        /** Time since creation. */
        public Builder age() {
            return add(ageColumn(), (object, now) -> TextNode.valueOf(ColumnList.age(object, now)));
        }

        public ColumnList build() {
            return new ColumnList(entries);
        }

        private Builder text(String name, String description, int priority, Function<ApiObject, String> cell) {
            return timed(name, description, priority, (object, now) -> cell.apply(object));
        }

        private Builder number(Column column, ToLongFunction<ApiObject> cell) {
            return add(column, (object, now) -> LongNode.valueOf(cell.applyAsLong(object)));
        }

        private Builder add(Column column, BiFunction<ApiObject, Instant, JsonNode> cell) {
            entries.add(new Entry(column, cell));
            return this;
        }
    }

    static String age(ApiObject object, Instant now) {
        return HumanDuration.since(Nodes.text(object.metadata(), "creationTimestamp"), now);
    }
}
