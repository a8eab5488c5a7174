package io.gantry.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.resource.allocation.ServiceCidrView;
import io.gantry.status.StatusException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ServiceCIDR {@code kubernetes}, which shows the network that the cluster was set up with. It shows the setting and does
 * not make it: one that says something else is left as it is. Its status is for the controller of ServiceCIDRs.
 */
public final class DefaultServiceCidr {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultServiceCidr.class);
    private static final ObjectKey KEY = ObjectKey.cluster(ServiceCidrView.RESOURCE, "kubernetes");
    private static final int CONFLICT = 409;

    private final ClusterView view;
    private final ObjectWriter writer;
    private final String network;

    /** @param network in CIDR notation */
    public DefaultServiceCidr(ClusterView view, ObjectWriter writer, String network) {
        this.view = view;
        this.writer = writer;
        this.network = network;
    }

    /** Writes it when it is missing; to be called now and then. Several instances may do so at once. */
    public void ensure() {
        if (view.get(KEY).isPresent()) {
            return;
        }
        ObjectNode wanted = Json.object();
        wanted.putObject("metadata").put("name", KEY.name());
        wanted.putObject("spec").putArray("cidrs").add(network);
        try {
            writer.create(KEY.resource(), wanted);
        } catch (StatusException e) {
            if (e.code() != CONFLICT) {
                throw e;
            }
            LOG.debug("event=service-cidr-created-meanwhile name={} reason=\"{}\"", KEY.name(), e.getMessage());
        }
    }
}
