package io.gantry.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import io.gantry.store.Decision;
import io.gantry.store.KeyExistsException;
import io.gantry.store.KeyMissingException;
import io.gantry.store.ObjectStore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Writes straight to a store, without the rules of kinds. */
final class StoreWriter implements ObjectWriter {

    private final ObjectStore store;
    private static final StatusException AWAY = StatusException.of(503, "ServiceUnavailable", "the database is away");

    private final AtomicInteger failuresLeft = new AtomicInteger();
    private volatile StatusException failure = AWAY;

    StoreWriter(ObjectStore store) {
        this.store = store;
    }

    /** Makes the next writes fail as if the database were away. */
    void failNext(int writes) {
        failNext(writes, AWAY);
    }

    void failNext(int writes, StatusException with) {
        failure = with;
        failuresLeft.set(writes);
    }

    int failuresLeft() {
        return failuresLeft.get();
    }

    @Override
    public ObjectWriter as(String manager) {
        return this;
    }

    @Override
    public ApiObject create(GroupResource resource, ObjectNode object) {
        failIfTold();
        object.putIfAbsent("apiVersion", object.textNode("v1"));
        object.putIfAbsent("kind", object.textNode(resource.resource()));
        ObjectKey key = new ObjectKey(
                resource,
                object.path("metadata").path("namespace").asText(""),
                object.path("metadata").path("name").asText());
        try {
            return store.create(key, object);
        } catch (KeyExistsException _) {
            throw StatusException.alreadyExists(resource, key.name());
        }
    }

    @Override
    public ApiObject update(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return decide(key, present -> new Decision.Write(change.apply(present.copy())));
    }

    @Override
    public ApiObject updateStatus(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return update(key, change);
    }

    @Override
    public ApiObject delete(ObjectKey key, DeleteOptions options) {
        return decide(key, present -> new Decision.Remove(present.copy()));
    }

    @Override
    public ApiObject approve(ObjectKey key, UnaryOperator<ObjectNode> change) {
        throw StatusException.badRequest("the node gateway approves nothing");
    }

    @Override
    public ApiObject finalizeNamespace(String name) {
        throw StatusException.badRequest("the node gateway finalizes no namespace");
    }

    @Override
    public ApiObject bind(ObjectKey pod, String podUid, String nodeName) {
        throw StatusException.badRequest("the node gateway binds no pod");
    }

    private ApiObject decide(ObjectKey key, java.util.function.Function<ApiObject, Decision> decision) {
        failIfTold();
        try {
            return store.update(key, present -> {
                Decision wanted = decision.apply(present);
                boolean same = wanted instanceof Decision.Write(ObjectNode object) && object.equals(present.json());
                return same ? new Decision.Keep() : wanted;
            });
        } catch (KeyMissingException _) {
            throw StatusException.notFound(key.resource(), key.name());
        }
    }

    private void failIfTold() {
        if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw failure;
        }
    }
}
