package io.gantry.agent.shutdown;

import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends pods in the order of their importance before their machine goes down (KEP-2000). */
public final class NodeShutdown {

    private static final Logger LOG = LoggerFactory.getLogger(NodeShutdown.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final String nodeName;
    private final ShutdownSettings settings;
    private final EndingPods pods;
    private final Reporter reporter;
    private final Runnable onBegin;
    private final InstantSource clock;

    /** @param onBegin called before the first pod is asked to end: no more may come */
    public NodeShutdown(
            String nodeName,
            ShutdownSettings settings,
            EndingPods pods,
            Reporter reporter,
            Runnable onBegin,
            InstantSource clock) {
        this.nodeName = nodeName;
        this.settings = settings;
        this.pods = pods;
        this.reporter = reporter;
        this.onBegin = onBegin;
        this.clock = clock;
    }

    /** Returns when all pods have ended, or their time is up. */
    public void run() throws InterruptedException {
        if (settings.off()) {
            return;
        }
        LOG.info("event=node-shutdown graceSeconds={}", settings.whole().toSeconds());
        reporter.event(ObjectEvent.ofNode(
                nodeName, ObjectEvent.Type.NORMAL, "NodeShutdown", "Shutdown manager detected shutdown event"));
        onBegin.run();
        for (ShutdownGroup group : ShutdownGroup.of(settings.periods(), pods.active())) {
            group.pods().forEach(pod -> pods.terminate(pod, group.graceSeconds(pod)));
            await(group);
        }
        LOG.info("event=node-shutdown-done");
    }

    private void await(ShutdownGroup group) throws InterruptedException {
        Instant deadline = clock.instant().plus(group.grace());
        List<Pod> left = running(group.pods());
        while (!left.isEmpty() && clock.instant().isBefore(deadline)) {
            Thread.sleep(LOOK);
            left = running(left);
        }
        left.forEach(pod ->
                LOG.warn("event=pod-not-ended-in-time pod={}", pod.identity().key()));
    }

    private List<Pod> running(List<Pod> some) {
        return some.stream().filter(this::runs).toList();
    }

    /** Nothing runs on an engine that is gone. */
    private boolean runs(Pod pod) {
        try {
            return pods.runs(pod);
        } catch (EngineException e) {
            LOG.warn("event=engine-gone error=\"{}\"", e.getMessage());
            return false;
        }
    }
}
