package io.gantry.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.managedfields.ManagerIdentity.Operation;
import io.gantry.object.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One entry of {@code metadata.managedFields}. Its fields are read only when they are asked for; an entry that no write touched is
 * given back as it came.
 */
public final class ManagedEntry {

    private static final String FIELDS_TYPE = "FieldsV1";

    private final ManagerIdentity identity;
    private final String apiVersion;
    private final Optional<String> time;
    private final JsonNode fields;
    private FieldSet set;

    private ManagedEntry(
            ManagerIdentity identity, String apiVersion, Optional<String> time, JsonNode fields, FieldSet set) {
        this.identity = identity;
        this.apiVersion = apiVersion;
        this.time = time;
        this.fields = fields;
        this.set = set;
    }

    /** A new entry. */
    public static ManagedEntry of(ManagerIdentity identity, String apiVersion, FieldSet set) {
        return new ManagedEntry(identity, apiVersion, Optional.empty(), null, set);
    }

    /** Throws {@link InvalidManagedFieldsException}; not for what is wrong with the fields themselves. */
    static ManagedEntry read(JsonNode node, int index) {
        Operation operation = Operation.of(node.path("operation").asText(""));
        String apiVersion = node.path("apiVersion").asText("");
        if (apiVersion.isEmpty()) {
            throw new InvalidManagedFieldsException("apiVersion must not be empty");
        }
        String type = node.path("fieldsType").asText("");
        if (type.isEmpty()) {
            throw new InvalidManagedFieldsException("missing fieldsType in managed fields entry " + index);
        }
        if (!type.equals(FIELDS_TYPE)) {
            throw new InvalidManagedFieldsException(
                    "invalid fieldsType \"" + type + "\" in managed fields entry " + index);
        }
        ManagerIdentity identity = new ManagerIdentity(
                node.path("manager").asText(""),
                operation,
                apiVersion,
                node.path("subresource").asText(""));
        Optional<String> time =
                Optional.of(node.path("time").asText("")).filter(text -> !text.isEmpty() && !text.equals("null"));
        return new ManagedEntry(identity, apiVersion, time, node.path("fieldsV1"), null);
    }

    ObjectNode write() {
        ObjectNode node = Json.object();
        node.put("manager", identity.manager());
        node.put("operation", identity.operation().text());
        node.put("apiVersion", apiVersion);
        time.ifPresent(text -> node.put("time", text));
        node.put("fieldsType", FIELDS_TYPE);
        node.set("fieldsV1", fields != null && fields.isObject() ? fields : FieldsV1.write(set()));
        if (!identity.subresource().isEmpty()) {
            node.put("subresource", identity.subresource());
        }
        return node;
    }

    public ManagerIdentity identity() {
        return identity;
    }

    public String apiVersion() {
        return apiVersion;
    }

    /** When it was written, in seconds; 0 when that is not known. */
    long seconds() {
        try {
            return time.map(text -> Instant.parse(text).getEpochSecond()).orElse(0L);
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    /** Throws {@link InvalidManagedFieldsException} when the fields of a read entry make no sense. */
    public FieldSet set() {
        if (set == null) {
            set = FieldsV1.read(fields);
        }
        return set;
    }

    boolean isEmpty() {
        return fields == null || fields.isEmpty() ? set().isEmpty() : set != null && set.isEmpty();
    }

    /** Whether the entry has one of these members; quick when it has none. */
    public boolean meets(FieldSet other) {
        return set != null || fields == null
                ? !set().intersection(other).isEmpty()
                : other.meets(fields) && !set().intersection(other).isEmpty();
    }

    /** Whether the entry surely has all of these members. */
    public boolean hasAll(FieldSet other) {
        return fields != null && fields.isObject() && other.isWithin(fields);
    }

    /** Without some members and with others; not even read when that changes nothing. */
    public ManagedEntry changed(FieldSet without, FieldSet with) {
        boolean same = (without.isEmpty() || !meets(without)) && hasAll(with);
        return same ? this : withSet(set().difference(without).union(with));
    }

    public ManagedEntry withSet(FieldSet other) {
        return other.equals(set()) ? this : new ManagedEntry(identity, apiVersion, time, null, other);
    }

    public ManagedEntry at(Instant written) {
        String text = written.truncatedTo(ChronoUnit.SECONDS).toString();
        return new ManagedEntry(identity, apiVersion, Optional.of(text), fields, set);
    }

    /** The entry under another name. */
    ManagedEntry as(ManagerIdentity other, FieldSet members) {
        return new ManagedEntry(other, apiVersion, time, null, members);
    }

    /** The entry in another version. */
    public ManagedEntry inVersion(String version, FieldSet members) {
        ManagerIdentity other =
                new ManagerIdentity(identity.manager(), identity.operation(), version, identity.subresource());
        return new ManagedEntry(other, version, time, null, members);
    }
}
