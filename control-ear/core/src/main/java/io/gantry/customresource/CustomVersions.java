package io.gantry.customresource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.customresource.conversion.CustomConversion;
import io.gantry.customresource.schema.Defaulting;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions of one custom resource, served or not, and what brings its objects from one to another.
 *
 * @param schemas by group and version
 */
record CustomVersions(Map<String, CustomSchema> schemas, CustomConversion conversion) {

    CustomSchema schema(String apiVersion) {
        return schemas.get(apiVersion);
    }

    /** Whether only somebody outside can convert, who had better be asked about many objects at once. */
    boolean convertsOutside() {
        return conversion != CustomConversion.NONE;
    }

    /**
     * Objects in another version: whoever converts sees them as their own version shows them, and what the other does not know is
     * dropped. As upstream, defaults of the other version are not for them.
     */
    List<ObjectNode> convert(List<ObjectNode> objects, String apiVersion) {
        objects.forEach(this::complete);
        List<ObjectNode> converted = conversion.convert(objects, apiVersion);
        Optional.ofNullable(schema(apiVersion)).ifPresent(schema -> converted.forEach(schema::prune));
        return converted;
    }

    /** An object as its version has it now, though it may have been stored under an older definition. */
    ObjectNode complete(ObjectNode object) {
        Optional.ofNullable(schema(Nodes.text(object, "apiVersion"))).ifPresent(schema -> {
            schema.prune(object);
            Defaulting.apply(schema.values(), object);
        });
        return object;
    }
}
