package io.gantry.store;

import java.time.Instant;

/**
 * One write as the log tells it.
 *
 * @param previous revision of the state that it replaced, 0 of a create
 * @param time when it was committed
 */
public record LoggedWrite(StoreEvent event, long previous, Instant time, Origin origin) {

    public long revision() {
        return event.revision();
    }
}
