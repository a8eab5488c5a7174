package io.gantry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.status.FieldErrors;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Serves a version that is not the stored one: every decision is that of the stored version's strategy on the converted object.
 * Errors therefore name the stored version's fields, as upstream's do.
 */
public final class ConvertingStrategy implements Strategy {

    private final Strategy stored;
    private final Conversion conversion;

    /**
     * A strategy for one more version.
     *
     * @param stored the strategy of the stored version
     */
    public ConvertingStrategy(Strategy stored, Conversion conversion) {
        this.stored = stored;
        this.conversion = conversion;
    }

    @Override
    public ObjectNode toStored(ObjectNode object) {
        return conversion.toStored(object.deepCopy());
    }

    @Override
    public ObjectNode fromStored(ObjectNode object) {
        return conversion.fromStored(object.deepCopy());
    }

    private void change(ObjectNode object, Consumer<ObjectNode> change) {
        ObjectNode converted = toStored(object);
        change.accept(converted);
        ObjectNode changed = conversion.fromStored(converted);
        object.removeAll();
        object.setAll(changed);
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        change(object, stored::applyDefaults);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        change(object, converted -> stored.prepareForCreate(converted, context));
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        change(object, converted -> stored.prepareForUpdate(converted, toStored(old), context));
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode object, ObjectNode old, Context context) {
        change(object, converted -> stored.prepareForStatusUpdate(converted, toStored(old), context));
    }

    @Override
    public void prepareForPart(String subresource, ObjectNode object, ObjectNode old, Context context) {
        change(object, converted -> stored.prepareForPart(subresource, converted, toStored(old), context));
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        stored.validate(toStored(object), errors);
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        stored.validateNew(toStored(object), errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        stored.validateUpdate(toStored(object), toStored(old), errors);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        stored.validateStatusUpdate(toStored(object), toStored(old), errors);
    }

    @Override
    public void validatePart(String subresource, ObjectNode object, ObjectNode old, FieldErrors errors) {
        stored.validatePart(subresource, toStored(object), toStored(old), errors);
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return stored.allowsCreateOnUpdate();
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return stored.allowsUnconditionalUpdate();
    }

    @Override
    public boolean orphansDependentsByDefault() {
        return stored.orphansDependentsByDefault();
    }

    @Override
    public Optional<String> deleteWarning() {
        return stored.deleteWarning();
    }

    @Override
    public Optional<ScalePaths> scale() {
        return stored.scale();
    }

    @Override
    public String selectableValue(String field, ObjectNode object, String text) {
        return stored.selectableValue(field, object, text);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return stored.warnings(toStored(object));
    }

    @Override
    public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        return stored.warningsOfUpdate(toStored(object), toStored(old));
    }

    @Override
    public boolean countsGeneration() {
        return stored.countsGeneration();
    }

    @Override
    public long gracePeriodSeconds(ObjectNode object, Long requested) {
        return stored.gracePeriodSeconds(toStored(object), requested);
    }

    @Override
    public List<String> nameErrors(String name) {
        return stored.nameErrors(name);
    }

    @Override
    public Optional<Allocation> allocation() {
        return stored.allocation();
    }

    @Override
    public void prepareForDelete(ObjectNode object) {
        change(object, stored::prepareForDelete);
    }

    @Override
    public boolean mayBeRemoved(ObjectNode object) {
        return stored.mayBeRemoved(toStored(object));
    }

    @Override
    public boolean returnsDeletedObject() {
        return stored.returnsDeletedObject();
    }
}
