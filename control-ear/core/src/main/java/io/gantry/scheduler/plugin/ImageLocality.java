package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import java.util.List;

/** Prefers nodes that have the pod's images already; an image that few nodes have counts less, so that pods do not pile up there. */
public final class ImageLocality implements ScorePlugin {

    private static final long LEAST_BYTES = 23L << 20;
    private static final long MOST_BYTES_PER_CONTAINER = 1000L << 20;

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        long[] bytes = new long[nodes.size()];
        for (String image : pod.images()) {
            String name = withTag(image);
            long having = snapshot.nodes().stream()
                    .filter(node -> node.images().containsKey(name))
                    .count();
            double spread = (double) having / Math.max(1, snapshot.nodes().size());
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] += (long) (nodes.get(i).images().getOrDefault(name, 0L) * spread);
            }
        }
        long most = MOST_BYTES_PER_CONTAINER * Math.max(1, pod.images().size());
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (Math.clamp(bytes[i], LEAST_BYTES, most) - LEAST_BYTES) * MAX / (most - LEAST_BYTES);
        }
        return bytes;
    }

    /** A colon before the last slash is of the registry's port: {@code host:5000/web} has no tag. */
    private static String withTag(String image) {
        return image.lastIndexOf(':') > image.lastIndexOf('/') ? image : image + ":latest";
    }
}
