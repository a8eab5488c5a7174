package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.Completion;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.Defaulter;
import io.gantry.schema.EmptyCollections;
import io.gantry.schema.Normalizer;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Pruner;
import io.gantry.schema.SchemaChecker;
import java.util.Optional;

/** Brings objects into the forms that they have between a client and the store; all in place. */
record ObjectForms(SchemaSource schemas) {

    /** What means the same becomes the same. */
    void normalize(ResourceDefinition definition, ObjectNode object) {
        schemas.of(definition).ifPresent(schema -> Normalizer.normalize(schema, object));
    }

    /** What a client left out is said; normalizes before. */
    void applyDefaults(ResourceDefinition definition, ObjectNode object) {
        normalize(definition, object);
        setDefaults(definition, object);
    }

    private void setDefaults(ResourceDefinition definition, ObjectNode object) {
        schemas.of(definition).ifPresent(schema -> Defaulter.applyDefaults(schema, object));
        definition.strategy().applyDefaults(object);
    }

    /** What users make of an object in admission is looked at as if a client had sent it. */
    void complete(ResourceDefinition definition, ObjectNode object) {
        read(definition, object);
        setDefaults(definition, object);
    }

    /** The same in two steps. */
    Completion completion(ResourceDefinition definition) {
        return new Completion(changed -> read(definition, changed), changed -> setDefaults(definition, changed));
    }

    private void read(ResourceDefinition definition, ObjectNode object) {
        Optional<ObjectSchema> schema = schemas.of(definition);
        schema.flatMap(type ->
                        SchemaChecker.check(type, object).refusal(definition.kind(), definition.version(), false))
                .ifPresent(refusal -> {
                    throw refusal;
                });
        schema.ifPresent(type -> Pruner.prune(type, object));
        Nodes.child(object, "metadata");
        definition.strategy().declaredSchema().ifPresent(declared -> declared.prune(object));
        normalize(definition, object);
    }

    /** An object as it is written; itself when it is. */
    ObjectNode written(ResourceDefinition definition, ObjectNode object) {
        return schemas.written(definition, object);
    }

    void putInWrittenForm(ResourceDefinition definition, ObjectNode object) {
        schemas.of(definition).ifPresent(schema -> EmptyCollections.WRITTEN.put(schema, object));
    }
}
