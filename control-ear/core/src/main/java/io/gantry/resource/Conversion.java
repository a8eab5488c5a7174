package io.gantry.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Between the form in which one version of a resource is served and the form in which its objects are stored. */
public interface Conversion {

    /** The stored form; may share parts with the object given, which must not be used any more. */
    ObjectNode toStored(ObjectNode served);

    /** The served form; the reverse of {@link #toStored}. */
    ObjectNode fromStored(ObjectNode stored);

    /** Between versions with the same fields. */
    static Conversion sameFields(String servedApiVersion, String storedApiVersion) {
        return new Conversion() {
            @Override
            public ObjectNode toStored(ObjectNode served) {
                return served.put("apiVersion", storedApiVersion);
            }

            @Override
            public ObjectNode fromStored(ObjectNode stored) {
                return stored.put("apiVersion", servedApiVersion);
            }
        };
    }
}
