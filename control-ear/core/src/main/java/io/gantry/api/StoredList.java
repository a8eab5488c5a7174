package io.gantry.api;

import io.gantry.object.ApiObject;
import io.gantry.resource.ResourceDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A list in compact JSON, written straight from the bytes that its objects were stored with.
 *
 * @param opening the text up to the first item
 * @param items what each item shows of its object
 */
record StoredList(byte[] opening, List<ApiObject> objects, Items items) implements Body {

    private static final byte[] END = "]}\n".getBytes(StandardCharsets.UTF_8);

    /** Whether an item says its kind and version. */
    enum Items {
        WHOLE(",") {
            @Override
            int start(ApiObject object) {
                return 0;
            }
        },
        /** Both are those of the list: upstream's lists of built-in kinds do not repeat them. */
        UNTYPED(",{") {
            @Override
            int start(ApiObject object) {
                return object.metadataStart();
            }
        };

        private final byte[] separator;

        Items(String separator) {
            this.separator = separator.getBytes(StandardCharsets.UTF_8);
        }

        /** Where the rest of an item behind the separator begins in its object's bytes. */
        abstract int start(ApiObject object);

        static Items of(ResourceDefinition definition) {
            return definition.isCustom() ? WHOLE : UNTYPED;
        }
    }

    @Override
    public long length() {
        long length = opening.length + END.length;
        for (ApiObject object : objects) {
            length += items.separator.length + object.encoded().length - items.start(object);
        }
        return objects.isEmpty() ? length : length - 1;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(opening);
        int comma = 1; // none before the first
        for (ApiObject object : objects) {
            out.write(items.separator, comma, items.separator.length - comma);
            comma = 0;
            int start = items.start(object);
            out.write(object.encoded(), start, object.encoded().length - start);
        }
        out.write(END);
    }
}
