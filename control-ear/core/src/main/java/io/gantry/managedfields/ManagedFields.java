package io.gantry.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gantry.object.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Who owns which fields of an object: {@code metadata.managedFields}. Immutable. */
public final class ManagedFields {

    public static final ManagedFields NONE = new ManagedFields(Map.of());

    private static final Comparator<ManagedEntry> ORDER = Comparator.comparing(
                    (ManagedEntry entry) -> entry.identity().operation())
            .thenComparingLong(ManagedEntry::seconds)
            .thenComparing(entry -> entry.identity().manager())
            .thenComparing(ManagedEntry::apiVersion)
            .thenComparing(entry -> entry.identity().subresource());

    private final Map<ManagerIdentity, ManagedEntry> entries;

    private ManagedFields(Map<ManagerIdentity, ManagedEntry> entries) {
        this.entries = entries;
    }

    /**
     * Reads {@code metadata.managedFields}; what is no list reads as none. Throws {@link InvalidManagedFieldsException}, which for
     * the fields of an entry may come when they are used.
     */
    public static ManagedFields read(JsonNode array) {
        if (array.isEmpty()) {
            return NONE;
        }
        Map<ManagerIdentity, ManagedEntry> entries = new LinkedHashMap<>();
        for (int i = 0; i < array.size(); i++) {
            ManagedEntry entry = ManagedEntry.read(array.path(i), i);
            entries.put(entry.identity(), entry);
        }
        return new ManagedFields(entries);
    }

    /** Reads all of it at once; throws {@link InvalidManagedFieldsException}. */
    public static ManagedFields readAll(JsonNode array) {
        ManagedFields fields = read(array);
        fields.entries.values().forEach(ManagedEntry::set);
        return fields;
    }

    /** Whether a client asks to forget all owners: an empty list, or one empty entry. */
    public static boolean isReset(JsonNode array) {
        return array.isArray()
                && (array.isEmpty() || (array.size() == 1 && array.get(0).isEmpty()));
    }

    /** Sorted as upstream sorts: what is applied first, then the oldest. */
    public ArrayNode write() {
        ArrayNode array = Json.MAPPER.createArrayNode();
        entries.values().stream().sorted(ORDER).map(ManagedEntry::write).forEach(array::add);
        return array;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public List<ManagedEntry> entries() {
        return List.copyOf(entries.values());
    }

    public Optional<ManagedEntry> find(ManagerIdentity identity) {
        return Optional.ofNullable(entries.get(identity));
    }

    /** With this entry in place of the one of the same identity; without it when it owns nothing. */
    public ManagedFields with(ManagedEntry entry) {
        Map<ManagerIdentity, ManagedEntry> result = new LinkedHashMap<>(entries);
        if (entry.isEmpty()) {
            result.remove(entry.identity());
        } else {
            result.put(entry.identity(), entry);
        }
        return new ManagedFields(result);
    }

    public ManagedFields without(ManagerIdentity identity) {
        Map<ManagerIdentity, ManagedEntry> result = new LinkedHashMap<>(entries);
        result.remove(identity);
        return new ManagedFields(result);
    }

    /** With every entry changed; those left without fields are gone. */
    public ManagedFields map(UnaryOperator<ManagedEntry> change) {
        Map<ManagerIdentity, ManagedEntry> result = new LinkedHashMap<>();
        entries.values().forEach(entry -> {
            ManagedEntry changed = change.apply(entry);
            if (changed == entry || !changed.isEmpty()) {
                result.put(changed.identity(), changed);
            }
        });
        return new ManagedFields(result);
    }
}
