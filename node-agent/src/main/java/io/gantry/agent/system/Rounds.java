package io.gantry.agent.system;

import java.time.Duration;

/** Does something again and again on a virtual thread of its own, with a pause in between, until it is closed. */
public final class Rounds implements AutoCloseable {

    private final Thread thread;

    /** What is done each time. It looks after its own failures: one that it throws is the end of the rounds. */
    @FunctionalInterface
    public interface Round {
        void run() throws InterruptedException;
    }

    private Rounds(Thread thread) {
        this.thread = thread;
    }

    /**
     * @param name of the thread
     * @param delay before the first round
     * @param pause after each round
     */
    public static Rounds start(String name, Duration delay, Duration pause, Round round) {
        return new Rounds(Thread.ofVirtual().name(name).start(() -> run(delay, pause, round)));
    }

    private static void run(Duration delay, Duration pause, Round round) {
        try {
            Thread.sleep(delay);
            while (true) {
                round.run();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Interrupts a round that is under way. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
