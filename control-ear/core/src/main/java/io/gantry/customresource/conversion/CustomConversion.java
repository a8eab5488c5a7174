package io.gantry.customresource.conversion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Between the versions of a custom resource. */
@FunctionalInterface
public interface CustomConversion {

    /** Only the version's name changes (strategy {@code None}). */
    CustomConversion NONE = (objects, apiVersion) -> {
        objects.forEach(object -> object.put("apiVersion", apiVersion));
        return objects;
    };

    /**
     * The objects in another version, in the same order.
     *
     * @param objects of any other version; not to be used any more
     * @param apiVersion group and version
     */
    List<ObjectNode> convert(List<ObjectNode> objects, String apiVersion);
}
