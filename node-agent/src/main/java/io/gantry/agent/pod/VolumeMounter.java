package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.certificate.CertificateSource;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.env.ConfigData;
import io.gantry.agent.env.PodFields;
import io.gantry.agent.env.ResourceFields;
import io.gantry.agent.object.Pod;
import io.gantry.agent.token.TokenRequest;
import io.gantry.agent.volume.CredentialReaders;
import io.gantry.agent.volume.Payload;
import io.gantry.agent.volume.PodVolumes;
import io.gantry.agent.volume.TrustBundles;
import io.gantry.agent.volume.VolumeException;
import io.gantry.agent.volume.VolumeSources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up the volumes of one pod, each on its own: one that fails is tried again after its back-off and keeps no other from being set up. */
final class VolumeMounter {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeMounter.class);

    private final PodServices services;
    private final PodMemory memory;
    private final PodVolumes volumes;
    private final Set<String> mounted = new HashSet<>();

    VolumeMounter(PodServices services, PodMemory memory) {
        this.services = services;
        this.memory = memory;
        this.volumes =
                new PodVolumes(services.mounts(), new VolumeSources(services.cluster()), services.localVolumes());
    }

    /** @param addresses of the pod */
    void setUp(Pod pod, List<String> addresses) {
        MountBackoff backoff = memory.mountBackoff();
        memory.volumesBegun();
        long seen = backoff.changes();
        services.certificates().advance(pod);
        Payload payload = payload(pod, addresses);
        for (JsonNode volume : pod.volumes()) {
            String name = volume.path("name").asText();
            if (isDone(volume) || !backoff.mayTry(name, services.clock().instant())) {
                continue;
            }
            try {
                volumes.setUp(pod, volume, services.directories().of(pod.uid()), payload);
                backoff.succeeded(name);
                mounted.add(name);
            } catch (VolumeException e) {
                backoff.failed(name, e, seen, services.clock().instant());
                tell(pod, name, e);
            }
        }
        if (backoff.next().isEmpty()) {
            memory.volumesReady();
        } else {
            memory.volumesOutdated();
        }
    }

    /** Only what is made from API objects is ever made again. */
    private boolean isDone(JsonNode volume) {
        return mounted.contains(volume.path("name").asText()) && !Payload.supports(volume);
    }

    private Payload payload(Pod pod, List<String> addresses) {
        return new Payload(
                new ConfigData(services.cluster(), pod.namespace()),
                new PodFields(pod, addresses, services.node().addresses()),
                new ResourceFields(pod, services.node().allocatable()),
                (audience, seconds) -> services.tokens().token(new TokenRequest(pod.identity(), audience, seconds)),
                new TrustBundles(services.cluster()),
                (volume, source) ->
                        services.certificates().credential(new CertificateSource(pod.identity(), volume, source)),
                CredentialReaders.of(pod));
    }

    private void tell(Pod pod, String volume, VolumeException failure) {
        LOG.warn(
                "event=volume-not-set-up pod={} volume={} error=\"{}\"",
                pod.identity().key(),
                volume,
                failure.getMessage());
        services.reporter().event(ObjectEvent.of(pod, ObjectEvent.Type.WARNING, "FailedMount", failure.getMessage()));
    }
}
