package io.gantry.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An object with named fields. Its fields are read when first asked for, so that naming a type costs nothing and types may
 * refer to themselves.
 */
public final class ObjectSchema implements Schema {

    /**
     * What is known of an object once it is read.
     *
     * @param description for people, may be empty
     * @param fields by JSON name, in the order in which OpenAPI lists them
     * @param atomic whether apply replaces it as a whole
     */
    public record Content(String description, Map<String, Field> fields, boolean atomic) {}

    private final String name;
    private final String kind;
    private final boolean keepsUnknownFields;
    private volatile Supplier<Content> source;
    private volatile Content content;
    private volatile List<Field> defaulted;
    private volatile List<Field> written;

    /**
     * A schema whose content is read later, once.
     *
     * @param name the definition, for example {@code io.k8s.api.apps.v1.Deployment}; empty for an anonymous object
     */
    public ObjectSchema(String name, Supplier<Content> source) {
        this(name, false, source);
    }

    /**
     * A schema whose content is read later, once.
     *
     * @param keepsUnknownFields whether fields without a schema are kept ({@code x-kubernetes-preserve-unknown-fields})
     */
    public ObjectSchema(String name, boolean keepsUnknownFields, Supplier<Content> source) {
        this.name = name;
        this.kind = name.substring(name.lastIndexOf('.') + 1);
        this.keepsUnknownFields = keepsUnknownFields;
        this.source = source;
    }

    /** For example {@code io.k8s.api.apps.v1.Deployment}; empty for an anonymous object. */
    public String name() {
        return name;
    }

    /** The last part of the name, for example {@code Deployment}. */
    public String kind() {
        return kind;
    }

    public boolean keepsUnknownFields() {
        return keepsUnknownFields;
    }

    public String description() {
        return content().description();
    }

    public boolean atomic() {
        return content().atomic();
    }

    public Map<String, Field> fields() {
        return content().fields();
    }

    public Optional<Field> field(String field) {
        return Optional.ofNullable(content().fields().get(field));
    }

    /** The fields with a default. */
    List<Field> defaulted() {
        List<Field> present = defaulted;
        if (present == null) {
            present = fields().values().stream()
                    .filter(field -> field.defaultValue().isPresent())
                    .toList();
            defaulted = present;
        }
        return present;
    }

    /** The fields whose absence is written as zero. */
    List<Field> written() {
        List<Field> present = written;
        if (present == null) {
            present = fields().values().stream()
                    .filter(field -> field.zero() == ZeroValue.WRITTEN)
                    .toList();
            written = present;
        }
        return present;
    }

    private Content content() {
        Content present = content;
        return present != null ? present : readOnce();
    }

    private synchronized Content readOnce() {
        if (content == null) {
            content = source.get();
            source = null;
        }
        return content;
    }

    @Override
    public String toString() {
        return "ObjectSchema[" + name + "]";
    }
}
