package io.gantry.schema;

import io.gantry.schema.ObjectSchema.Content;
import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.BooleanSchema;
import io.gantry.schema.Schema.DateTimeSchema;
import io.gantry.schema.Schema.IntOrStringSchema;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.NumberSchema;
import io.gantry.schema.Schema.QuantitySchema;
import io.gantry.schema.Schema.StringSchema;
import java.lang.classfile.Signature;
import java.lang.classfile.Signature.ArrayTypeSig;
import java.lang.classfile.Signature.ClassTypeSig;
import java.lang.classfile.Signature.TypeArg.Bounded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the schemas of the built-in types from the official model classes, as files: no class is loaded, so reading costs no
 * memory beyond the schema itself.
 */
final class ModelClassReader {

    private static final String MODELS = "io/kubernetes/client/openapi/models/";

    private final Definitions definitions;
    private final FieldFacts facts;
    private final Function<String, ObjectSchema> types;
    private final ReferenceDescriptions descriptions = new ReferenceDescriptions();

    /**
     * A reader of all types.
     *
     * @param types gives the schema of a definition that a field refers to
     */
    ModelClassReader(Definitions definitions, FieldFacts facts, Function<String, ObjectSchema> types) {
        this.definitions = definitions;
        this.facts = facts;
        this.types = types;
    }

    /** Reads one type. */
    Content read(String definition) {
        String className = definitions.classOf(definition).orElseThrow();
        ModelClassFile file = ModelClassFile.open(MODELS + className + ".class");
        Map<String, Field> fields = new LinkedHashMap<>();
        file.properties().forEach(property -> fields.put(property.name(), field(definition, property)));
        return new Content(file.description(), fields, facts.ofType(definition).atomic());
    }

    private Field field(String definition, ModelClassFile.Property property) {
        FieldFacts.Markers markers = facts.markers(definition, property.name());
        FieldFacts.Facts known = facts.facts(definition, property.name());
        return new Field(
                property.name(),
                schema(property.type(), markers, known),
                descriptions.of(definition, property.name(), property.description()),
                property.required(),
                markers.patch(),
                known.defaultValue(),
                known.goType(),
                ZeroValues.of(definition, property.name()));
    }

    private Schema schema(Signature type, FieldFacts.Markers markers, FieldFacts.Facts known) {
        return switch (type) {
            case ArrayTypeSig bytes -> new StringSchema("byte", List.of());
            case ClassTypeSig named -> named(named, markers, known);
            default -> throw new IllegalStateException("no schema for " + type.signatureString());
        };
    }

    private Schema named(ClassTypeSig type, FieldFacts.Markers markers, FieldFacts.Facts known) {
        return switch (type.className()) {
            case "java/util/List" -> new ListSchema(argument(type, 0, known), markers.listType(), markers.mapKeys());
            case "java/util/Map" -> new MapSchema(argument(type, 1, known), markers.atomic());
            case "java/lang/String" -> new StringSchema("", known.allowed());
            case "java/lang/Integer" -> new IntegerSchema(32);
            case "java/lang/Long" -> new IntegerSchema(64);
            case "java/lang/Double", "java/math/BigDecimal" -> new NumberSchema();
            case "java/lang/Boolean" -> new BooleanSchema();
            case "java/lang/Object" -> new AnySchema();
            case "java/time/OffsetDateTime" -> new DateTimeSchema(known.goType().endsWith("MicroTime"));
            case "io/kubernetes/client/custom/IntOrString" -> new IntOrStringSchema();
            case "io/kubernetes/client/custom/Quantity" -> new QuantitySchema();
            default -> markers.granular() ? granular(reference(type.className())) : reference(type.className());
        };
    }

    private Schema argument(ClassTypeSig type, int index, FieldFacts.Facts known) {
        if (type.typeArgs().get(index) instanceof Bounded bounded) {
            return schema(bounded.boundType(), FieldFacts.Markers.NONE, known);
        }
        return new AnySchema();
    }

    /** The type where its fields are owned one by one, though it is owned as a whole elsewhere. */
    private static ObjectSchema granular(ObjectSchema type) {
        return new ObjectSchema(type.name(), () -> new Content(type.description(), type.fields(), false));
    }

    private ObjectSchema reference(String className) {
        if (!className.startsWith(MODELS)) {
            throw new IllegalStateException("no schema for " + className);
        }
        String simpleName = className.substring(MODELS.length());
        return types.apply(definitions
                .definitionOf(simpleName)
                .orElseThrow(() -> new IllegalStateException("no definition for " + simpleName)));
    }
}
