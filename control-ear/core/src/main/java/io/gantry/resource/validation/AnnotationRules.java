package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Annotations of a template; those of objects are checked with the rest of their metadata. */
final class AnnotationRules {

    private static final int LIMIT = 256 * 1024;

    private AnnotationRules() {}

    static void check(Field annotations) {
        long size = 0;
        for (String key : annotations.isSet() ? annotations.keys() : List.<String>of()) {
            NameRules.qualifiedName(key.toLowerCase(Locale.ROOT)).forEach(error -> annotations.invalid(key, error));
            size += bytes(key) + bytes(annotations.value().path(key).asText(""));
        }
        if (size > LIMIT) {
            annotations.errors().tooLong(annotations.path(), LIMIT);
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
