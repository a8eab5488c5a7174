package io.gantry.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes events (audit.k8s.io/v1 Event), in order, and has written them when it returns. */
@FunctionalInterface
public interface AuditSink {

    void write(ObjectNode event);
}
