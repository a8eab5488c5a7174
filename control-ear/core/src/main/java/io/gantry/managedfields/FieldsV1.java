package io.gantry.managedfields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.managedfields.PathElement.FieldName;
import io.gantry.managedfields.PathElement.Index;
import io.gantry.managedfields.PathElement.Key;
import io.gantry.managedfields.PathElement.KeyField;
import io.gantry.managedfields.PathElement.Value;
import io.gantry.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON form of a set of fields (API reference, meta/v1 FieldsV1). An element without anything below it is a member; one with
 * something below it is a member if it has the entry {@code "."}.
 */
public final class FieldsV1 {

    static final String SELF = ".";

    private FieldsV1() {}

    public static ObjectNode write(FieldSet set) {
        ObjectNode node = Json.object();
        set.forEach((element, branch) -> {
            ObjectNode below = write(branch.below());
            if (!branch.member() || below.isEmpty()) {
                node.set(element.text(), below);
                return;
            }
            ObjectNode self = Json.object();
            self.set(SELF, Json.object());
            node.set(element.text(), self.setAll(below));
        });
        return node;
    }

    /** Throws {@link InvalidManagedFieldsException}. Steps of kinds that are not known are ignored, as upstream does. */
    public static FieldSet read(JsonNode node) {
        FieldSetBuilder builder = new FieldSetBuilder();
        read(node, builder);
        return builder.build();
    }

    private static void read(JsonNode node, FieldSetBuilder place) {
        if (!node.isObject() && !node.isNull() && !node.isMissingNode()) {
            throw new InvalidManagedFieldsException("error decoding set: expected an object, got " + node);
        }
        node.properties().forEach(entry -> {
            if (entry.getKey().equals(SELF)) {
                return;
            }
            Optional<PathElement> element = element(entry.getKey());
            element.ifPresent(step -> {
                if (isMember(entry.getValue())) {
                    place.add(step);
                }
                read(entry.getValue(), place.at(step));
            });
        });
    }

    static boolean isMember(JsonNode below) {
        return below.isEmpty() || below.has(SELF);
    }

    private static Optional<PathElement> element(String text) {
        if (text.length() < 2 || text.charAt(1) != ':') {
            throw new InvalidManagedFieldsException("error decoding set: missing colon: " + text);
        }
        String rest = text.substring(2);
        return switch (text.charAt(0)) {
            case 'f' -> Optional.of(new FieldName(rest));
            case 'k' -> Optional.of(key(rest));
            case 'v' -> Optional.of(new Value(parse(rest)));
            case 'i' -> Optional.of(new Index(index(rest)));
            default -> Optional.empty();
        };
    }

    private static Key key(String text) {
        if (!(parse(text) instanceof ObjectNode fields)) {
            throw new InvalidManagedFieldsException("error decoding set: not a key: " + text);
        }
        List<KeyField> keys = new ArrayList<>(fields.size());
        fields.properties().forEach(field -> keys.add(new KeyField(field.getKey(), field.getValue())));
        return new Key(keys);
    }

    private static int index(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidManagedFieldsException("error decoding set: not an index: " + text);
        }
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode node = Json.MAPPER.readTree(text);
            if (node.isMissingNode()) {
                throw new InvalidManagedFieldsException("error decoding set: empty value");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new InvalidManagedFieldsException("error decoding set: not JSON: " + text);
        }
    }

    /**
     * Whether an element that is looked up by its text would be found: always for names; for the others only when all of that kind
     * are written as this class writes them.
     */
    static boolean isCanonical(JsonNode fieldsV1, PathElement looked) {
        if (looked instanceof FieldName) {
            return true;
        }
        for (var entry : fieldsV1.properties()) {
            String text = entry.getKey();
            boolean sameKind =
                    !text.isEmpty() && text.charAt(0) == looked.text().charAt(0);
            if (sameKind && !element(text).map(PathElement::text).orElse(text).equals(text)) {
                return false;
            }
        }
        return true;
    }
}
