package io.gantry.flowcontrol;

import java.util.function.BooleanSupplier;

/** A request's way through flow control: it has its seats at once, or waits for them, or is refused. */
public final class FlowTicket {

    /** How it stands right after its arrival. */
    public enum State {
        SEATED,
        WAITING,
        REFUSED
    }

    /**
     * By what it was judged; clients are told.
     *
     * @param schemaUid of the FlowSchema
     * @param levelUid of the PriorityLevelConfiguration
     */
    public record Origin(String schemaUid, String levelUid) {}

    private final State state;
    private final Origin origin;
    private final Runnable finish;
    private final BooleanSupplier giveUp;

    FlowTicket(State state, Origin origin, Runnable finish, BooleanSupplier giveUp) {
        this.state = state;
        this.origin = origin;
        this.finish = finish;
        this.giveUp = giveUp;
    }

    public State state() {
        return state;
    }

    public Origin origin() {
        return origin;
    }

    /** Gives the seats back; harmless when it has none. */
    public void finish() {
        finish.run();
    }

    /** Waits no longer; false when it has its seats by now, so that it must be served and finished. */
    public boolean giveUp() {
        return giveUp.getAsBoolean();
    }
}
