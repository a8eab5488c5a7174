package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterListener;
import io.gantry.agent.cluster.ClusterSettings;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.cluster.VolumeIdentity;
import io.gantry.agent.host.Mounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the directories of volumes that are being deleted, and says so until the control plane has let the volumes go: after a restart
 * of either side it begins again with what the control plane still has.
 */
public final class VolumeRemovals implements ClusterListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeRemovals.class);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final LocalVolumes volumes;
    private final Mounts mounts;
    private final ClusterState cluster;
    private final Reporter reporter;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("volume-removals").unstarted(this::run);

    public VolumeRemovals(LocalVolumes volumes, Mounts mounts, ClusterState cluster, Reporter reporter) {
        this.volumes = volumes;
        this.mounts = mounts;
        this.cluster = cluster;
        this.reporter = reporter;
    }

    public void start() {
        thread.start();
        wake.release();
    }

    @Override
    public void changed(ObjectRef ref) {
        if (ref.resource().equals(ObjectRef.PERSISTENT_VOLUMES)) {
            wake.release();
        }
    }

    /** What was said before may not have arrived. */
    @Override
    public void synced(ClusterSettings settings) {
        wake.release();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                wake.acquire();
                wake.drainPermits();
                while (!removeAll()) {
                    Thread.sleep(RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether nothing is left to do. */
    boolean removeAll() {
        boolean done = true;
        for (ObjectNode volume : cluster.list(ObjectRef.PERSISTENT_VOLUMES)) {
            Optional<Path> directory = volumes.directory(volume);
            if (directory.isPresent() && LocalVolumes.isToBeRemoved(volume)) {
                done &= remove(volume, directory.get());
            }
        }
        return done;
    }

    private boolean remove(ObjectNode volume, Path directory) {
        String name = volume.path("metadata").path("name").asText();
        try {
            volumes.remove(directory, mounts);
            LOG.info("event=volume-removed volume={} directory={}", name, directory);
            reporter.volumeRemoved(
                    new VolumeIdentity(name, volume.path("metadata").path("uid").asText()));
            return true;
        } catch (IOException e) {
            LOG.warn("event=volume-not-removed volume={} directory={} error=\"{}\"", name, directory, e.getMessage());
            return false;
        }
    }
}
