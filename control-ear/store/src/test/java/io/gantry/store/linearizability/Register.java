package io.gantry.store.linearizability;

import io.gantry.store.linearizability.Call.Create;
import io.gantry.store.linearizability.Call.Delete;
import io.gantry.store.linearizability.Call.Read;
import io.gantry.store.linearizability.Call.Update;
import io.gantry.store.linearizability.Outcome.Absent;
import io.gantry.store.linearizability.Outcome.Conflict;
import io.gantry.store.linearizability.Outcome.Found;
import io.gantry.store.linearizability.Outcome.Unknown;
import io.gantry.store.linearizability.Outcome.Wrote;
import java.util.Optional;

/**
 * What one key holds at a moment.
 *
 * @param value nothing when there is no object
 * @param revision of the object, 0 when nobody was told it: an unanswered write made it
 * @param floor what is written next has a higher revision than this
 */
record Register(Optional<String> value, long revision, long floor) {

    static final Register EMPTY = new Register(Optional.empty(), 0, 0);

    /** The register after an operation that took place now; nothing when it cannot have had its outcome now. */
    Optional<Register> after(Operation operation) {
        return switch (operation.call()) {
            case Create create -> create(create, operation.outcome());
            case Update update -> update(update, operation.outcome());
            case Delete delete -> delete(delete, operation.outcome());
            case Read read -> read(operation.outcome());
        };
    }

    private Optional<Register> create(Create create, Outcome outcome) {
        return switch (outcome) {
            case Wrote wrote ->
                when(value.isEmpty() && wrote.revision() > floor, holding(create.value(), wrote.revision()));
            case Conflict conflict -> when(value.isPresent(), this);
            case Unknown unknown -> Optional.of(value.isPresent() ? this : holding(create.value(), 0));
            case Found found -> Optional.empty();
            case Absent absent -> Optional.empty();
        };
    }

    private Optional<Register> update(Update update, Outcome outcome) {
        return switch (outcome) {
            case Wrote wrote ->
                when(
                        isAt(update.expected()) && wrote.revision() > update.expected(),
                        holding(update.value(), wrote.revision()));
            case Unknown unknown ->
                Optional.of(isAt(update.expected()) ? known(update.expected()).holding(update.value(), 0) : this);
            default -> refused(update.expected(), outcome);
        };
    }

    private Optional<Register> delete(Delete delete, Outcome outcome) {
        return switch (outcome) {
            case Wrote wrote ->
                when(isAt(delete.expected()) && wrote.revision() > delete.expected(), empty(wrote.revision()));
            case Unknown unknown -> Optional.of(isAt(delete.expected()) ? empty(delete.expected()) : this);
            default -> refused(delete.expected(), outcome);
        };
    }

    private Optional<Register> refused(long expected, Outcome outcome) {
        return switch (outcome) {
            case Conflict conflict -> when(value.isPresent() && revision != expected, this);
            case Absent absent -> when(value.isEmpty(), this);
            case Found found -> Optional.empty();
            case Wrote wrote -> Optional.empty();
            case Unknown unknown -> Optional.empty();
        };
    }

    private Optional<Register> read(Outcome outcome) {
        return switch (outcome) {
            case Found found ->
                when(value.equals(Optional.of(found.value())) && isAt(found.revision()), known(found.revision()));
            case Absent absent -> when(value.isEmpty(), this);
            case Unknown unknown -> Optional.of(this);
            case Wrote wrote -> Optional.empty();
            case Conflict conflict -> Optional.empty();
        };
    }

    /** Whether the object may have this revision. */
    private boolean isAt(long expected) {
        return value.isPresent() && (revision == expected || revision == 0 && expected > floor);
    }

    private Register known(long told) {
        return new Register(value, told, Math.max(floor, told));
    }

    private Register holding(String next, long at) {
        return new Register(Optional.of(next), at, Math.max(floor, at));
    }

    private Register empty(long at) {
        return new Register(Optional.empty(), 0, Math.max(floor, at));
    }

    private static Optional<Register> when(boolean possible, Register next) {
        return possible ? Optional.of(next) : Optional.empty();
    }
}
