package io.gantry.schema;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What zero says in each field of the built-in types, from the tables beside this class. */
public final class ZeroValues {

    private static final Set<String> OPTIONAL = fields("optional-scalars.txt");
    private static final Set<String> WRITTEN = fields("written-zeros.txt", "written-collections.txt");

    private ZeroValues() {}

    /**
     * What zero says in a field.
     *
     * @param type for example {@code io.k8s.api.core.v1.Container}
     */
    public static ZeroValue of(String type, String field) {
        String key = type + " " + field;
        if (OPTIONAL.contains(key)) {
            return ZeroValue.MEANT;
        }
        return WRITTEN.contains(key) ? ZeroValue.WRITTEN : ZeroValue.OMITTED;
    }

    private static Set<String> fields(String... files) {
        Set<String> fields = new HashSet<>();
        for (String file : files) {
            Csv.lines(file).stream().filter(line -> !line.startsWith("#")).forEach(line -> {
                List<String> words = Arrays.asList(line.split(" "));
                words.subList(1, words.size()).forEach(field -> fields.add(words.getFirst() + " " + field));
            });
        }
        return Set.copyOf(fields);
    }
}
