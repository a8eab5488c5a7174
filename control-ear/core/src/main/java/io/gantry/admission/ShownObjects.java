package io.gantry.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.EmbeddedObjects;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.schema.EmptyCollections;
import io.gantry.schema.ObjectSchema;

/**
 * Objects of requests as webhooks and policies are shown them: in the version that they want, and as upstream's encoder would write them.
 * The body of a subresource that is of another kind is of no version of the resource: it is shown as it is.
 */
public final class ShownObjects {

    private ShownObjects() {}

    /**
     * What is shown of a request's object, not to be changed: the object itself when that is nothing else, or parts of it.
     *
     * @param as the definition whose version is wanted: the request's own, or another of the same resource
     */
    public static ObjectNode shown(ObjectNode object, ResourceDefinition own, ResourceDefinition as) {
        if (!isOf(own, object)) {
            return object;
        }
        ObjectNode converted = converted(object, own, as);
        return as.schema()
                .map(schema -> form(EmptyCollections.SHOWN, schema, converted))
                .orElse(converted);
    }

    /**
     * Makes of a request's object what became of it in the eyes of somebody outside, defaults included. Throws {@link
     * io.gantry.status.StatusException} when it cannot be read as its kind.
     *
     * @param result what became of that which was shown; taken over
     * @param as the definition whose version it was shown in
     * @return whether it means anything else than before
     */
    public static boolean take(AdmissionRequest request, ResourceDefinition as, ObjectNode result) {
        ObjectNode object = request.object();
        ObjectNode before = object.deepCopy();
        ObjectNode taken = isOf(as, result) ? converted(result, as, request.definition()) : result;
        object.removeAll();
        object.setAll(taken);
        Completion completion = request.circumstances().completion();
        completion.reading().accept(object);
        boolean same = JsonEquality.same(meaning(request, before), meaning(request, object));
        completion.defaulting().accept(object);
        return !same;
    }

    private static ObjectNode meaning(AdmissionRequest request, ObjectNode object) {
        return request.definition()
                .schema()
                .filter(schema -> isOf(request.definition(), object))
                .map(schema -> form(EmptyCollections.WRITTEN, schema, object))
                .orElse(object);
    }

    private static ObjectNode form(EmptyCollections empty, ObjectSchema schema, ObjectNode object) {
        return empty.in(schema, EmbeddedObjects.builtIn().filledIn(schema, object));
    }

    private static ObjectNode converted(ObjectNode object, ResourceDefinition from, ResourceDefinition to) {
        return from.equals(to)
                ? object
                : to.strategy().fromStored(from.strategy().toStored(object.deepCopy()));
    }

    private static boolean isOf(ResourceDefinition definition, ObjectNode object) {
        return Nodes.text(object, "kind").equals(definition.kind())
                && Nodes.text(object, "apiVersion").equals(definition.apiVersion());
    }
}
