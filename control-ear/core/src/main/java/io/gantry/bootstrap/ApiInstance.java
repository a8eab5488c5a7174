package io.gantry.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * One instance of the control plane as the others see it: a Lease in {@code kube-system} that says where it listens and when it
 * last said so.
 */
record ApiInstance(String address, int port) {

    static final GroupResource LEASES = new GroupResource("coordination.k8s.io", "leases");
    static final String NAMESPACE = "kube-system";

    private static final String LABEL = "apiserver.kubernetes.io/identity";
    private static final String LABEL_VALUE = "kube-apiserver";
    private static final String ADDRESS = "gantry.io/advertise-address";
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    ObjectKey key() {
        return new ObjectKey(LEASES, NAMESPACE, "apiserver-" + address.replace(':', '-') + "-" + port);
    }

    ObjectNode lease(Instant now) {
        ObjectNode lease = Json.object();
        ObjectNode metadata = lease.putObject("metadata");
        metadata.put("name", key().name()).put("namespace", NAMESPACE);
        metadata.putObject("labels").put(LABEL, LABEL_VALUE);
        metadata.putObject("annotations").put(ADDRESS, address);
        return renewed(lease, now);
    }

    ObjectNode renewed(ObjectNode lease, Instant now) {
        lease.withObject("/spec")
                .put("holderIdentity", key().name())
                .put("leaseDurationSeconds", (int) LIFETIME.toSeconds())
                .put("renewTime", MICRO_TIME.format(now));
        return lease;
    }

    /** The address of an instance, if this is an instance's lease and it lives. */
    static Optional<String> livingAddress(ApiObject lease, Instant now) {
        if (!LABEL_VALUE.equals(lease.labels().get(LABEL))) {
            return Optional.empty();
        }
        String address = lease.metadata().path("annotations").path(ADDRESS).asText("");
        return renewTime(lease)
                .filter(renewed -> now.isBefore(renewed.plus(LIFETIME)))
                .map(renewed -> address)
                .filter(text -> !text.isEmpty());
    }

    private static Optional<Instant> renewTime(ApiObject lease) {
        try {
            return Optional.of(Instant.parse(lease.spec().path("renewTime").asText()));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // written by hand: not an instance that lives
        }
    }
}
