package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.customresource.rules.RuleTree;
import io.gantry.customresource.schema.Pruning;
import io.gantry.customresource.schema.PublishedSchema;
import io.gantry.customresource.schema.SchemaReader;
import io.gantry.customresource.schema.Structure;
import io.gantry.customresource.schema.ValueSchema;
import io.gantry.object.Nodes;
import io.gantry.resource.DeclaredSchema;
import io.gantry.schema.Field;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.PatchStrategy;
import io.gantry.schema.Schema;
import io.gantry.schema.Schema.StringSchema;
import io.gantry.schema.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The schema of one version of a custom resource. Read when first used: most definitions of a large cluster never are. */
final class CustomSchema implements DeclaredSchema {

    private final String name;
    private final JsonNode source;
    private final ObjectSchema outline;
    private final ObjectSchema structure;
    private volatile ValueSchema read;
    private final AtomicReference<Optional<RuleTree>> compiled = new AtomicReference<>();

    /**
     * A schema to be read.
     *
     * @param name as OpenAPI names it
     * @param source {@code openAPIV3Schema}, checked before; never to be changed
     */
    CustomSchema(String name, JsonNode source) {
        this.name = name;
        this.source = source;
        this.outline = new ObjectSchema(name, true, this::outlineContent);
        this.structure = new ObjectSchema(name, keepsUnknownFields(source), this::structureContent);
    }

    ValueSchema values() {
        ValueSchema present = read;
        if (present == null) {
            present = SchemaReader.read(source);
            read = present;
        }
        return present;
    }

    /** Compiled when first needed. */
    Optional<RuleTree> rules() {
        Optional<RuleTree> present = compiled.get();
        if (present == null) {
            present = RuleTree.of(values());
            compiled.set(present);
        }
        return present;
    }

    private ObjectSchema.Content outlineContent() {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String text : List.of("apiVersion", "kind")) {
            fields.put(text, field(text, new StringSchema("", List.of())));
        }
        fields.put("metadata", field("metadata", Schemas.objectMeta()));
        return new ObjectSchema.Content(Nodes.text(source, "description"), fields, false);
    }

    private static boolean keepsUnknownFields(JsonNode source) {
        return source.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    }

    private ObjectSchema.Content structureContent() {
        Map<String, Field> fields = new LinkedHashMap<>(Structure.of(values()).fields());
        fields.putAll(outline.fields());
        return new ObjectSchema.Content("", fields, false);
    }

    private static Field field(String field, Schema schema) {
        return new Field(field, schema, "", false, PatchStrategy.NONE, Optional.empty(), "");
    }

    @Override
    public ObjectSchema outline() {
        return outline;
    }

    @Override
    public ObjectSchema structure() {
        return structure;
    }

    @Override
    public List<String> prune(ObjectNode object) {
        return Pruning.prune(values(), object);
    }

    @Override
    public ObjectNode openApiV2() {
        return PublishedSchema.v2(source);
    }

    @Override
    public ObjectNode openApiV3() {
        return PublishedSchema.v3(source);
    }

    @Override
    public String toString() {
        return "CustomSchema[" + name + "]";
    }
}
