package io.gantry.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.JsonEquality;
import io.gantry.object.ObjectKey;
import io.gantry.rbac.DefaultPolicy;
import io.gantry.rbac.PolicyMerge;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the default roles and bindings where they are missing or lack something. */
public final class DefaultRoles {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultRoles.class);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final ClusterView view;
    private final ObjectWriter writer;

    public DefaultRoles(ClusterView view, ObjectWriter writer) {
        this.view = view;
        this.writer = writer;
    }

    /** Several instances may do so at once. */
    public void ensure() {
        DefaultPolicy.objects().forEach(this::ensure);
    }

    private void ensure(ObjectKey key, ObjectNode expected) {
        try {
            reconcile(key, expected);
        } catch (StatusException e) {
            // another instance does the same, or somebody deletes roles meanwhile: the next start looks again
            if (e.code() != CONFLICT && e.code() != NOT_FOUND) {
                throw e;
            }
            LOG.info("event=role-outrun kind={} name={} cause=\"{}\"", key.resource(), key.name(), e.getMessage());
        }
    }

    private void reconcile(ObjectKey key, ObjectNode expected) {
        Optional<ApiObject> present = view.get(key);
        if (present.isEmpty()) {
            writer.create(key.resource(), expected);
            return;
        }
        ObjectNode json = present.get().json();
        if (PolicyMerge.isProtected(json)) {
            return;
        }
        if (PolicyMerge.bindsAnotherRole(json, expected)) {
            writer.delete(key, DeleteOptions.ofUid(present.get().uid()));
            writer.create(key.resource(), expected);
        } else if (!JsonEquality.same(PolicyMerge.complete(json.deepCopy(), expected), json)) {
            writer.update(key, role -> PolicyMerge.complete(role, expected));
        }
    }
}
