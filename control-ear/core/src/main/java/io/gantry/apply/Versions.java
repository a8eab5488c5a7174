package io.gantry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The versions in which the objects of a resource are known. */
public interface Versions {

    /** How objects of a version are typed; empty for a version that is not served any more. */
    Optional<ValueType> type(String apiVersion);

    /** An object in another version; both are known. The given one is not changed. */
    ObjectNode convert(ObjectNode object, String from, String to);
}
