package io.gantry.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Refuses some writes, and makes some others without telling that they were made. */
record FlakyWriter(ObjectWriter next, Random random, double share) implements ObjectWriter {

    private ApiObject perhaps(Supplier<ApiObject> write) {
        double draw = random.nextDouble();
        if (draw < share / 2) {
            throw StatusException.of(503, "ServiceUnavailable", "refused before the write");
        }
        ApiObject written = write.get();
        if (draw < share) {
            throw StatusException.of(504, "Timeout", "lost after the write");
        }
        return written;
    }

    @Override
    public ObjectWriter as(String manager) {
        return new FlakyWriter(next.as(manager), random, share);
    }

    @Override
    public ApiObject create(GroupResource resource, ObjectNode object) {
        return perhaps(() -> next.create(resource, object));
    }

    @Override
    public ApiObject update(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return perhaps(() -> next.update(key, change));
    }

    @Override
    public ApiObject updateStatus(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return perhaps(() -> next.updateStatus(key, change));
    }

    @Override
    public ApiObject approve(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return perhaps(() -> next.approve(key, change));
    }

    @Override
    public ApiObject delete(ObjectKey key, DeleteOptions options) {
        return perhaps(() -> next.delete(key, options));
    }

    @Override
    public ApiObject finalizeNamespace(String name) {
        return perhaps(() -> next.finalizeNamespace(name));
    }

    @Override
    public ApiObject bind(ObjectKey pod, String podUid, String nodeName) {
        return perhaps(() -> next.bind(pod, podUid, nodeName));
    }
}
