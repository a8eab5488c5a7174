package io.gantry.query;

import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that were read for earlier questions, so that the next one reads only the objects that have changed since. The columns that
 * were not asked for longest go first.
 */
final class Columns {

    /** Of 150,000 objects each takes about 15 MB. */
    private static final int MOST = 16;

    private record Name(GroupResource resource, ValuePath path) {}

    private record Cell(long revision, Value value) {}

    private final Map<Name, Column> columns = new LinkedHashMap<>(MOST, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Column> eldest) {
            return size() > MOST;
        }
    };

    /** The values at a path, in the order of the objects. */
    Value[] values(GroupResource resource, ValuePath path, List<ApiObject> objects) {
        Column column;
        synchronized (this) {
            column = columns.computeIfAbsent(new Name(resource, path), name -> new Column());
        }
        return column.values(path, objects);
    }

    /** One path of one resource; who asks for the same column at the same time waits for the one who reads. */
    private static final class Column {

        private Map<ObjectKey, Cell> cells = new HashMap<>();

        synchronized Value[] values(ValuePath path, List<ApiObject> objects) {
            Value[] values = new Value[objects.size()];
            for (int i = 0; i < values.length; i++) {
                ApiObject object = objects.get(i);
                Cell cell = cells.get(object.key());
                if (cell == null || cell.revision() != object.revision()) {
                    cell = new Cell(object.revision(), Value.of(path.read(object)));
                    cells.put(object.key(), cell);
                }
                values[i] = cell.value();
            }
            forget(objects);
            return values;
        }

        /** Drops the cells of removed objects once they are many; a question about one namespace does not drop the others. */
        private void forget(List<ApiObject> objects) {
            if (cells.size() > 2 * Math.max(objects.size(), 100_000)) {
                Map<ObjectKey, Cell> kept = new HashMap<>();
                objects.forEach(object -> kept.put(object.key(), cells.get(object.key())));
                cells = kept;
            }
        }
    }
}
