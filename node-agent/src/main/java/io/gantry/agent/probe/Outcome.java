package io.gantry.agent.probe;

/** What came of a probe or hook, with upstream's words for a failure. */
public record Outcome(boolean success, String output) {

    static final Outcome GOOD = new Outcome(true, "");

    static Outcome bad(String output) {
        return new Outcome(false, output);
    }
}
