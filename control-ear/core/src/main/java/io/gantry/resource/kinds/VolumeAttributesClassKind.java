package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.StorageColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.StorageClassRules;
import io.gantry.status.FieldErrors;
import java.util.List;

/** VolumeAttributesClass (storage.k8s.io), in two versions with the same fields. */
final class VolumeAttributesClassKind implements Strategy {

    private VolumeAttributesClassKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new VolumeAttributesClassKind();
        return List.of(
                definition().build(StorageColumns.ATTRIBUTES_CLASS, strategy),
                definition()
                        .version("v1beta1")
                        .storedIn("v1")
                        .deprecated("v1.34+, unavailable in v1.37+")
                        .build(StorageColumns.ATTRIBUTES_CLASS, strategy));
    }

    private static Definition definition() {
        return Definition.of("storage.k8s.io", "VolumeAttributesClass", "volumeattributesclasses")
                .cluster()
                .shortName("vac");
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        StorageClassRules.attributesClass(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        StorageClassRules.attributesClassUpdate(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
