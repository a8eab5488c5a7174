package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.Strategy;

/** Of kinds whose {@code status} subresource changes the status only, where most others also take labels and annotations. */
interface StatusOnlyStrategy extends Strategy {

    @Override
    default void prepareForStatusUpdate(ObjectNode object, ObjectNode old, Context context) {
        Strategy.super.prepareForStatusUpdate(object, old, context);
        StatusMetadata.keep(object, old);
    }
}
