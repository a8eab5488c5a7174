package io.gantry.server.transport;

import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;

/**
 * Sends what was written to a connection: responses that are ready at about the same time leave together, with one record of TLS
 * and one call of the system rather than with some for each. Belongs to the connection's thread.
 */
final class Flushes {

    private static final AttributeKey<Flushes> KEY = AttributeKey.valueOf(Flushes.class, "flushes");

    private final Channel connection;
    private boolean due;

    private Flushes(Channel connection) {
        this.connection = connection;
    }

    static Flushes of(Channel connection) {
        Attribute<Flushes> known = connection.attr(KEY);
        if (known.get() == null) {
            known.set(new Flushes(connection));
        }
        return known.get();
    }

    /** After what the thread has to do already. */
    void soon() {
        if (!due) {
            due = true;
            connection.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        due = false;
        connection.flush();
    }
}
