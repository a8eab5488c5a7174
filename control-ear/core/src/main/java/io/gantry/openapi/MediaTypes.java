package io.gantry.openapi;

import java.util.List;
import java.util.stream.Stream;

/** The forms of answers. */
final class MediaTypes {

    static final String JSON = "application/json";

    /** Of objects of kinds that have no protobuf. */
    static final List<String> TREES = List.of(JSON, "application/yaml");

    static final List<String> OBJECTS = join(TREES, "application/vnd.kubernetes.protobuf");

    private static final String STREAM = ";stream=watch";

    private MediaTypes() {}

    /** The forms of what may be watched: of the list, and of the events. */
    static List<String> watchable(List<String> objects) {
        List<String> streams = objects.stream()
                .filter(type -> !type.endsWith("yaml"))
                .map(type -> type + STREAM)
                .toList();
        return join(objects, streams.toArray(String[]::new));
    }

    private static List<String> join(List<String> list, String... more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }
}
