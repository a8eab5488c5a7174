package io.gantry.server.stream;

import io.gantry.server.stream.ConnectionTable.Standing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that clients have gone. The server tells an asynchronous response nothing of its client until something is written to it, and
 * a silent one writes nothing; the kernel knows better. While nothing streams, nothing is looked at.
 */
public final class ClientConnections {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);

    /** A look costs 3 microseconds a connection of the machine. */
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** Who comes is looked at sooner: one that leaves before it was seen could not be told from one whose address is not its own. */
    private static final Duration SOON = Duration.ofSeconds(3);

    /** Most answers are over before it pays to look for their clients. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** The kernel's tables, or those of a test. */
    @FunctionalInterface
    interface Tables {
        Map<ClientConnection, Standing> read() throws IOException;
    }

    private record Watched(ClientConnection connection, Instant since, Presence presence) {

        Watched now(Presence next) {
            return new Watched(connection, since, next);
        }

        boolean wantsToBeSeen(Instant now) {
            return presence == Presence.NEW && !since.plus(SHORT).isAfter(now);
        }
    }

    private final Tables tables;
    private final Executor tasks;
    private final InstantSource clock;
    private final Map<Runnable, Watched> watched = new ConcurrentHashMap<>();
    private final AtomicBoolean complained = new AtomicBoolean();
    private Instant lastLook = Instant.MIN;

    /** @param tasks runs what is to be done when a client has gone */
    public ClientConnections(Executor tasks, InstantSource clock) {
        this(ConnectionTable::read, tasks, clock);
    }

    ClientConnections(Tables tables, Executor tasks, InstantSource clock) {
        this.tables = tables;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** @param gone what to do, once, when the connection has ended, unless {@link #closed} comes before */
    void opened(ClientConnection connection, Runnable gone) {
        watched.put(gone, new Watched(connection, clock.instant(), Presence.NEW));
    }

    void closed(Runnable gone) {
        watched.remove(gone);
    }

    /** Looks at the tables when it is time to; to be called every second, on one thread at a time. */
    public void look() {
        Instant now = clock.instant();
        if (watched.isEmpty() || !isTime(now)) {
            return;
        }
        lastLook = now;
        try {
            compare(tables.read());
        } catch (IOException e) {
            if (complained.compareAndSet(false, true)) {
                LOG.warn("event=clients-not-watched cause=\"{}\"", e.toString());
            }
        }
    }

    private boolean isTime(Instant now) {
        boolean someoneNew = watched.values().stream().anyMatch(client -> client.wantsToBeSeen(now));
        return !lastLook.plus(someoneNew ? SOON : PERIOD).isAfter(now);
    }

    private void compare(Map<ClientConnection, Standing> found) {
        watched.forEach((gone, client) -> {
            Presence next = client.presence().after(Optional.ofNullable(found.get(client.connection())));
            if (next != Presence.GONE) {
                watched.replace(gone, client, client.now(next));
            } else if (watched.remove(gone, client)) {
                LOG.info(
                        "event=client-gone remote={}",
                        client.connection().remote().getHostAddress());
                tasks.execute(gone);
            }
        });
    }
}
