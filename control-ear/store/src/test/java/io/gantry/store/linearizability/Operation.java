package io.gantry.store.linearizability;

/**
 * One call with its outcome.
 *
 * @param begun before it was sent, by the one clock of all clients
 * @param ended after its answer came; of no meaning when the outcome is not known
 */
public record Operation(Call call, Outcome outcome, long begun, long ended) {

    boolean isAnswered() {
        return !(outcome instanceof Outcome.Unknown);
    }
}
