package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.table.StorageColumns;
import io.gantry.resource.validation.CsiRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;

/** VolumeAttachment (storage.k8s.io). */
final class VolumeAttachmentKind implements StatusOnlyStrategy {

    private VolumeAttachmentKind() {}

    static ResourceDefinition definition() {
        return Definition.of("storage.k8s.io", "VolumeAttachment", "volumeattachments")
                .cluster()
                .status()
                .build(StorageColumns.ATTACHMENT, new VolumeAttachmentKind());
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status").put("attached", false);
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        CsiRules.attachment(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        CsiRules.attachmentUpdate(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        CsiRules.attachmentStatus(Field.root(object, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }
}
