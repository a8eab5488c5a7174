package io.gantry.server.stream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The responses that stream at this moment, so that a stopping server can end them instead of waiting for them. */
public final class OpenStreams {

    private final Set<Runnable> closings = ConcurrentHashMap.newKeySet();

    public void opened(Runnable close) {
        closings.add(close);
    }

    public void closed(Runnable close) {
        closings.remove(close);
    }

    public int count() {
        return closings.size();
    }

    public void closeAll() {
        closings.forEach(Runnable::run);
    }
}
