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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the directories of volumes that are being deleted, and says so until the control plane has let the volumes go: after a restart
 * of either side it begins again with what the control plane still has.
 */
public final class VolumeRemovals implements ClusterListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeRemovals.class);
    private static final Duration REPEAT = Duration.ofSeconds(10);

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
                    // until another change, or for a while: what was said may have been lost
                    if (wake.tryAcquire(REPEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                        wake.drainPermits();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is no volume left that the control plane waits for. */
    boolean removeAll() {
        boolean none = true;
        for (ObjectNode volume : cluster.list(ObjectRef.PERSISTENT_VOLUMES)) {
            Optional<Path> directory = volumes.directory(volume);
            if (directory.isPresent() && LocalVolumes.isToBeRemoved(volume)) {
                none = false;
                remove(volume, directory.get());
            }
        }
        return none;
    }

    private void remove(ObjectNode volume, Path directory) {
        String name = volume.path("metadata").path("name").asText();
        try {
            if (Files.exists(directory)) {
                mounts.removeTree(directory);
                LOG.info("event=volume-removed volume={} directory={}", name, directory);
            }
            reporter.volumeRemoved(
                    new VolumeIdentity(name, volume.path("metadata").path("uid").asText()));
        } catch (IOException e) {
            LOG.warn("event=volume-not-removed volume={} directory={} error=\"{}\"", name, directory, e.getMessage());
        }
    }
}
