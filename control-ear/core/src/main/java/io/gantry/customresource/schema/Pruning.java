package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.schema.EmptyCollections;
import io.gantry.schema.Findings;
import io.gantry.schema.Normalizer;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Pruner;
import io.gantry.schema.SchemaChecker;
import io.gantry.schema.Schemas;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Drops the fields that a structural schema does not specify (apiextensions, "Field pruning"), and misplaced nulls. */
public final class Pruning {

    /** Part of every resource, whatever its schema says. */
    private static final Set<String> TYPE_AND_METADATA = Set.of("apiVersion", "kind", "metadata");

    private static final int MAX_FINDINGS = 100;

    private static final ObjectSchema OBJECT_META = Schemas.objectMeta();

    private final List<String> dropped = new ArrayList<>();

    /** What was dropped of the metadata of embedded resources. */
    private final List<String> droppedMetadata = new ArrayList<>();

    private Pruning() {}

    /**
     * Changes a whole object in place.
     *
     * @return the paths of what was dropped, for example {@code spec.colour}, sorted, those of embedded resources' metadata last; not
     *     many more than a hundred
     */
    public static List<String> prune(ValueSchema schema, ObjectNode object) {
        Pruning pruning = new Pruning();
        pruning.object(Optional.of(schema), object, "", TYPE_AND_METADATA, keepsUnknown(Optional.of(schema)));
        Defaulting.dropNulls(schema, object);
        return Stream.concat(
                        pruning.dropped.stream().sorted(),
                        pruning.droppedMetadata.stream().sorted())
                .toList();
    }

    /** The same for any other value, such as a default; the metadata of embedded resources does not count. */
    public static List<String> pruneValue(ValueSchema schema, JsonNode value) {
        Pruning pruning = new Pruning();
        pruning.value(Optional.of(schema), value, "", keepsUnknown(Optional.of(schema)));
        return pruning.dropped.stream().sorted().toList();
    }

    private static boolean keepsUnknown(Optional<ValueSchema> schema) {
        return schema.map(s -> s.extensions().preservesUnknown()).orElse(false);
    }

    /** A list that keeps what is unknown keeps it in its items. */
    private void value(Optional<ValueSchema> schema, JsonNode value, String path, boolean keepsUnknown) {
        if (value instanceof ObjectNode object) {
            boolean embedded = schema.map(s -> s.extensions().embedded()).orElse(false);
            object(schema, object, path, embedded ? TYPE_AND_METADATA : Set.of(), keepsUnknown);
            if (embedded && object.get("metadata") instanceof ObjectNode metadata) {
                metadata(metadata, path.isEmpty() ? "metadata" : path + ".metadata");
            }
        } else if (value.isArray()) {
            Optional<ValueSchema> items = schema.flatMap(ValueSchema::items);
            if (keepsUnknown && items.isEmpty()) {
                return;
            }
            for (int i = 0; i < value.size(); i++) {
                value(items, value.get(i), path + "[" + i + "]", keepsUnknown || keepsUnknown(items));
            }
        }
    }

    /** Metadata that is none is left to {@link EmbeddedResources}. */
    private void metadata(ObjectNode metadata, String path) {
        Findings findings = SchemaChecker.check(OBJECT_META, metadata);
        if (!findings.typeErrors().isEmpty()) {
            return;
        }
        if (droppedMetadata.size() < MAX_FINDINGS) {
            findings.unknownPaths().forEach(unknown -> droppedMetadata.add(path + "." + unknown));
        }
        Pruner.prune(OBJECT_META, metadata);
        Normalizer.normalize(OBJECT_META, metadata);
        EmptyCollections.WRITTEN.put(OBJECT_META, metadata);
    }

    private void object(
            Optional<ValueSchema> schema, ObjectNode object, String path, Set<String> kept, boolean keepsUnknown) {
        Iterator<Map.Entry<String, JsonNode>> entries = object.properties().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, JsonNode> entry = entries.next();
            String key = entry.getKey();
            if (kept.contains(key)) {
                continue;
            }
            String child = path.isEmpty() ? key : path + "." + key;
            Optional<ValueSchema> property = schema.map(s -> s.properties().get(key));
            if (property.isPresent()) {
                value(property, entry.getValue(), child, keepsUnknown(property));
            } else if (schema.map(ValueSchema::allowsOtherKeys).orElse(false)) {
                Optional<ValueSchema> values = schema.get().additionalSchema();
                value(values, entry.getValue(), child, keepsUnknown(values));
            } else if (!keepsUnknown) {
                entries.remove();
                if (dropped.size() < MAX_FINDINGS) {
                    dropped.add(child);
                }
            }
        }
    }
}
