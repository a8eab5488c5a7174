package io.gantry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.schema.Field;
import io.gantry.schema.Normalizer;
import io.gantry.schema.ObjectSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which fields of the built-in types are never absent, from {@code embedded-objects.txt} beside this class. */
public final class EmbeddedObjects {

    private static final class BuiltIn {
        static final EmbeddedObjects INSTANCE = new EmbeddedObjects();
    }

    private final Map<String, List<String>> fields = new HashMap<>();

    private EmbeddedObjects() {
        try (InputStream in = EmbeddedObjects.class.getResourceAsStream("embedded-objects.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(words -> fields.put(words[0], Arrays.asList(words).subList(1, words.length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The fields of one type.
     *
     * @param type for example {@code io.k8s.api.apps.v1.Deployment}
     */
    List<String> of(String type) {
        return fields.getOrDefault(type, List.of());
    }

    /** Those of the built-in types, shared by all callers. */
    public static EmbeddedObjects builtIn() {
        return BuiltIn.INSTANCE;
    }

    /** The object with those of its own fields that upstream would show though they are absent: itself when it has them. */
    public ObjectNode filledIn(ObjectSchema schema, ObjectNode object) {
        ObjectNode filled = object;
        for (String name : of(schema.name())) {
            if (object.has(name)) {
                continue;
            }
            if (filled == object) {
                filled = Json.object().setAll(object);
            }
            filled.set(name, zero(schema, name));
        }
        return filled;
    }

    private static ObjectNode zero(ObjectSchema schema, String name) {
        ObjectNode zero = Json.object();
        schema.field(name)
                .map(Field::schema)
                .filter(ObjectSchema.class::isInstance)
                .map(ObjectSchema.class::cast)
                .ifPresent(type -> Normalizer.normalize(type, zero));
        return zero;
    }
}
