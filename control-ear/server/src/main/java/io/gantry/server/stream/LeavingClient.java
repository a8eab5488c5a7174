package io.gantry.server.stream;

/** A request whose client is known to have gone, or not to want the answer any more, as soon as that is so. */
public interface LeavingClient {

    /** @param task is run once, soon, on a thread that must not wait; at once when the client has gone already */
    void onLeave(Runnable task);
}
