package io.gantry.gateway;

import io.gantry.node.v1.AgentMessage;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the reports of one node, one after the other, no faster than the node's share. A write that fails for no fault of the
 * report is tried again; when that does not help either, or the node's registration is refused, the connection ends, and the agent
 * repeats everything when it is back.
 */
final class ReportWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ReportWriter.class);
    private static final int MAX_TRIES = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private final String nodeName;
    private final Inbox inbox;
    private final AgentReports reports;
    private final TokenBucket share;
    private final InstantSource clock;
    private final ScheduledExecutorService scheduler;
    private final SerialTask task;
    private final Runnable onRoom;
    private final Consumer<String> onGivingUp;
    private Optional<AgentMessage> failed = Optional.empty();
    private int tries;
    private volatile boolean paused;
    private volatile boolean stopped;

    /**
     * @param onRoom called after each write
     * @param onGivingUp called with the cause when a report cannot be written
     */
    ReportWriter(
            String nodeName,
            Inbox inbox,
            GatewayParts parts,
            Executor executor,
            Runnable onRoom,
            Consumer<String> onGivingUp) {
        this.nodeName = nodeName;
        this.inbox = inbox;
        this.reports = parts.reports();
        this.clock = parts.clock();
        this.scheduler = parts.scheduler();
        var limits = parts.settings().limits();
        this.share = new TokenBucket(limits.writesPerSecond(), limits.writeBurst(), clock.instant());
        this.task = new SerialTask(executor, this::drain);
        this.onRoom = onRoom;
        this.onGivingUp = onGivingUp;
    }

    /** Something came. */
    void signal() {
        task.signal();
    }

    /** Forgets what is not written yet: a newer connection of the node speaks for it. */
    void discard() {
        stopped = true;
        inbox.clear();
    }

    private void drain() {
        while (!stopped && !paused) {
            Optional<AgentMessage> next = next();
            if (next.isEmpty()) {
                return;
            }
            write(next.get());
            onRoom.run();
        }
    }

    private Optional<AgentMessage> next() {
        if (failed.isPresent()) {
            Optional<AgentMessage> again = failed;
            failed = Optional.empty();
            return again;
        }
        Optional<AgentMessage> first = inbox.pollFirst();
        if (first.isPresent() || inbox.isEmpty()) {
            return first;
        }
        Duration wait = share.take(clock.instant());
        if (wait.isZero()) {
            return inbox.poll();
        }
        pause(wait);
        return Optional.empty();
    }

    private void write(AgentMessage message) {
        try {
            reports.write(nodeName, message);
            tries = 0;
        } catch (StatusException e) {
            if (e.code() < 500 && e.code() != 429) {
                refused(message, e);
            } else {
                tryLater(message, e);
            }
        } catch (RuntimeException e) {
            tryLater(message, e);
        }
    }

    /** What follows a registration is of no use without it: the agent must register again. */
    private void refused(AgentMessage message, StatusException refusal) {
        tries = 0;
        LOG.warn(
                "report refused node={} report={} reason={} message={}",
                nodeName,
                message.getMessageCase(),
                refusal.reason(),
                refusal.getMessage());
        if (message.hasHello()) {
            giveUp(refusal);
        }
    }

    private void tryLater(AgentMessage message, RuntimeException cause) {
        tries++;
        LOG.warn("report not written node={} report={} try={}", nodeName, message.getMessageCase(), tries, cause);
        if (tries >= MAX_TRIES) {
            giveUp(cause);
            return;
        }
        failed = Optional.of(message);
        pause(FIRST_PAUSE.multipliedBy(1L << (tries - 1)));
    }

    private void giveUp(RuntimeException cause) {
        stopped = true;
        onGivingUp.accept(cause.getMessage());
    }

    private void pause(Duration wait) {
        paused = true;
        scheduler.schedule(
                () -> {
                    paused = false;
                    task.signal();
                },
                wait.toNanos(),
                TimeUnit.NANOSECONDS);
    }
}
