package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ObjectKey;
import java.util.function.UnaryOperator;

/**
 * A change of an object that is no pod.
 *
 * @param change gets a tree of its own and returns the wanted one; refuses with a StatusException what it finds changed. May run
 *     several times.
 */
public record ObjectUpdate(ObjectKey key, UnaryOperator<ObjectNode> change) {}
