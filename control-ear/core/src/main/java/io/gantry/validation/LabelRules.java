package io.gantry.validation;

import io.gantry.status.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** What labels and annotations may be. */
public final class LabelRules {

    private static final int ANNOTATIONS_LIMIT = 256 * 1024;

    private LabelRules() {}

    public static void labels(Map<String, String> labels, String path, FieldErrors errors) {
        labels.forEach((key, value) -> {
            NameRules.qualifiedName(key).forEach(error -> errors.invalid(path, key, error));
            NameRules.labelValue(value).forEach(error -> errors.invalid(path, value, error));
        });
    }

    public static void annotations(Map<String, String> annotations, String path, FieldErrors errors) {
        long size = 0;
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            String key = annotation.getKey();
            NameRules.qualifiedName(key.toLowerCase(Locale.ROOT)).forEach(error -> errors.invalid(path, key, error));
            size += bytes(key) + bytes(annotation.getValue());
        }
        if (size > ANNOTATIONS_LIMIT) {
            errors.tooLong(path, ANNOTATIONS_LIMIT);
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
