package io.gantry.store.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a connection of its own; connects again when it breaks. What is lost in between is found by polling. */
final class CommitListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CommitListener.class);
    private static final int WAIT_MILLIS = 5_000;
    private static final int ANSWER_SECONDS = 5;

    private final DatabaseSettings settings;
    private final LongConsumer onCommit;
    private final Thread thread;
    private volatile boolean closed;
    private volatile Connection connection;

    CommitListener(DatabaseSettings settings, LongConsumer onCommit) {
        this.settings = settings;
        this.onCommit = onCommit;
        this.thread = Thread.ofPlatform().daemon().name("store-listener").start(this::run);
    }

    private void run() {
        while (!closed) {
            try (Connection listening = connect()) {
                connection = listening;
                listen(listening);
            } catch (SQLException e) {
                if (!closed) {
                    LOG.warn("listening failed error={}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (!settings.user().isEmpty()) {
            properties.setProperty("user", settings.user());
            properties.setProperty("password", settings.password());
        }
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(settings.url(), properties);
    }

    private void listen(Connection listening) throws SQLException {
        try (Statement statement = listening.createStatement()) {
            statement.execute("listen gantry_commit");
        }
        PGConnection notifying = listening.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] notifications = notifying.getNotifications(WAIT_MILLIS);
            if (notifications != null && notifications.length > 0) {
                Arrays.stream(notifications)
                        .mapToLong(CommitListener::revision)
                        .max()
                        .ifPresent(onCommit);
            } else if (!listening.isValid(ANSWER_SECONDS)) {
                throw new SQLException("the listening connection is dead");
            }
        }
    }

    /** Zero when it is none: every role of the database may notify, whatever it likes. */
    private static long revision(PGNotification notification) {
        try {
            return Long.parseLong(notification.getParameter());
        } catch (NumberFormatException e) {
            LOG.warn("a notification is no revision pid={}", notification.getPID());
            return 0;
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            Connection open = connection;
            if (open != null) {
                open.close();
            }
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (SQLException e) {
            LOG.debug("listener's connection not closed error={}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
