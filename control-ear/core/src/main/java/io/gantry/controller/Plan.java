package io.gantry.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.SemanticJson;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a controller decided.
 *
 * @param changes in the order in which they are made; the first that fails ends the plan
 * @param requeueAfter look at the key again after this time even if nothing happens
 * @param onFailure what to do when a change is refused; the key is tried again in any case
 */
public record Plan(List<Change> changes, Optional<Duration> requeueAfter, FailurePlan onFailure) {

    /** There is nothing to do. */
    public static final Plan NOTHING = new Plan(List.of(), Optional.empty(), (failed, why) -> List.of());

    private static final Set<String> OUTRUN = Set.of("Conflict", "NotFound", "AlreadyExists");

    public Plan {
        changes = List.copyOf(changes);
    }

    /** Decides what to do about a refusal, as a pure function like reconcile itself. */
    public interface FailurePlan {

        /**
         * Changes made in place of the rest of the plan.
         *
         * @param failed the refused change, never a batch
         * @param why the reason
         */
        List<Change> after(Change failed, RuntimeException why);
    }

    /** Whether a change was refused only because the view was behind; the next look puts it right, and nobody need be told. */
    public static boolean isOutrun(RuntimeException why) {
        return why instanceof StatusException refusal && OUTRUN.contains(refusal.reason());
    }

    /** Look again later, change nothing. */
    public static Plan later(Duration delay) {
        return new Plan(List.of(), Optional.of(delay), NOTHING.onFailure());
    }

    public static Plan of(Change... changes) {
        return new Plan(List.of(changes), Optional.empty(), NOTHING.onFailure());
    }

    /** Deletes an object when its time has come. */
    public static Plan deleteAt(Instant end, ApiObject object, Instant now) {
        Duration left = Duration.between(now, end);
        return left.isPositive() ? later(left) : of(Change.Delete.of(object));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects a plan. */
    public static final class Builder {

        private final List<Change> changes = new ArrayList<>();
        private Optional<Duration> requeueAfter = Optional.empty();
        private FailurePlan onFailure = NOTHING.onFailure();

        public Builder add(Change change) {
            changes.add(change);
            return this;
        }

        public Builder addAll(List<? extends Change> all) {
            changes.addAll(all);
            return this;
        }

        public Builder event(EventDraft draft) {
            return add(new Change.RecordEvent(draft));
        }

        /** Adds an update unless it would change nothing. */
        public Builder update(ApiObject base, ObjectNode desired) {
            return SemanticJson.same(base.json(), desired) ? this : add(new Change.Update(base, desired));
        }

        /** Adds an update of status unless it would change nothing. */
        public Builder updateStatus(ApiObject base, ObjectNode status) {
            if (SemanticJson.same(base.status(), status)) {
                return this;
            }
            ObjectNode desired = base.copy();
            desired.set("status", status);
            return add(new Change.UpdateStatus(base, desired));
        }

        /** Looks again after this time; the earliest of several wins. */
        public Builder requeueAfter(Duration delay) {
            if (requeueAfter.isEmpty() || delay.compareTo(requeueAfter.get()) < 0) {
                requeueAfter = Optional.of(delay);
            }
            return this;
        }

        public Builder onFailure(FailurePlan plan) {
            onFailure = plan;
            return this;
        }

        public Plan build() {
            return new Plan(changes, requeueAfter, onFailure);
        }
    }
}
