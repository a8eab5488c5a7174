package io.gantry.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ServiceCIDR {@code kubernetes}, which shows the network that service addresses come from. It shows the setting and does
 * not make it: one that says something else is left as it is.
 */
public final class DefaultServiceCidr {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultServiceCidr.class);
    private static final ObjectKey KEY =
            ObjectKey.cluster(new GroupResource("networking.k8s.io", "servicecidrs"), "kubernetes");
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final ClusterView view;
    private final ObjectWriter writer;
    private final String network;
    private final InstantSource clock;

    /** @param network in CIDR notation */
    public DefaultServiceCidr(ClusterView view, ObjectWriter writer, String network, InstantSource clock) {
        this.view = view;
        this.writer = writer;
        this.network = network;
        this.clock = clock;
    }

    /** Writes what is missing; to be called now and then. Several instances may do so at once. */
    public void ensure() {
        try {
            ApiObject present = view.get(KEY).orElseGet(this::create);
            if (shallBeReady(present)) {
                writer.updateStatus(KEY, this::ready);
            }
        } catch (StatusException e) {
            if (e.code() != NOT_FOUND && e.code() != CONFLICT) {
                throw e;
            }
            LOG.debug("event=service-cidr-changed-meanwhile name={} reason=\"{}\"", KEY.name(), e.getMessage());
        }
    }

    private ApiObject create() {
        ObjectNode wanted = Json.object();
        wanted.putObject("metadata").put("name", KEY.name());
        wanted.putObject("spec").putArray("cidrs").add(network);
        return writer.create(KEY.resource(), wanted);
    }

    private boolean shallBeReady(ApiObject present) {
        return !present.isBeingDeleted()
                && Nodes.texts(present.spec(), "cidrs").equals(List.of(network))
                && Nodes.objects(present.status(), "conditions").stream()
                        .noneMatch(condition -> Nodes.text(condition, "type").equals("Ready"));
    }

    private ObjectNode ready(ObjectNode present) {
        Nodes.child(present, "status")
                .withArray("/conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", "True")
                .put(
                        "lastTransitionTime",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("reason", "")
                .put("message", "Kubernetes default Service CIDR is ready");
        return present;
    }
}
