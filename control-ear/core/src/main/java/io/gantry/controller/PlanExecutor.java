package io.gantry.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.event.EventRecorder;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Carries plans out: the only place from which controllers change the store. */
public final class PlanExecutor {

    private final ObjectWriter writer;
    private final EventRecorder recorder;
    private final Workers workers;

    public PlanExecutor(ObjectWriter writer, EventRecorder recorder, Workers workers) {
        this.writer = writer;
        this.recorder = recorder;
        this.workers = workers;
    }

    /**
     * What became of a plan.
     *
     * @param revision the newest revision written, 0 when nothing was
     * @param failure why the plan ended early
     */
    public record Outcome(long revision, Optional<RuntimeException> failure) {}

    /** Makes the changes in order until one is refused. Throws nothing: refusals are in the outcome. */
    public Outcome execute(Plan plan) {
        Run run = new Run();
        Optional<Failure> failure = run.all(plan.changes());
        if (failure.isEmpty() || isNamespaceTerminating(failure.get().why())) {
            return new Outcome(run.revision.get(), Optional.empty());
        }
        Failure refused = failure.get();
        Optional<Failure> second = run.all(plan.onFailure().after(refused.change(), refused.why()));
        second.ifPresent(another -> refused.why().addSuppressed(another.why()));
        return new Outcome(run.revision.get(), Optional.of(refused.why()));
    }

    private record Failure(Change change, RuntimeException why) {}

    /** One plan being carried out; remembers what it wrote, so that a later step may build on an earlier. */
    private final class Run {

        private final AtomicLong revision = new AtomicLong();
        private final Map<ObjectKey, Long> written = new ConcurrentHashMap<>();

        Optional<Failure> all(List<Change> changes) {
            for (Change change : changes) {
                Optional<Failure> failure = change instanceof Change.Batch batch ? batch(batch) : one(change);
                if (failure.isPresent()) {
                    return failure;
                }
            }
            return Optional.empty();
        }

        private Optional<Failure> batch(Change.Batch batch) {
            List<Change> rest = batch.changes();
            for (int size = batch.firstSize(); !rest.isEmpty(); size *= 2) {
                List<Change> group = rest.subList(0, Math.min(size, rest.size()));
                Optional<Failure> failure = workers.all(group, this::one).stream()
                        .flatMap(Optional::stream)
                        .findFirst();
                if (failure.isPresent()) {
                    return failure;
                }
                rest = rest.subList(group.size(), rest.size());
            }
            return Optional.empty();
        }

        private Optional<Failure> one(Change change) {
            try {
                make(change);
                return Optional.empty();
            } catch (RuntimeException refusal) {
                return Optional.of(new Failure(change, refusal));
            }
        }

        private void make(Change change) {
            switch (change) {
                case Change.Create create -> create(create);
                case Change.Update update ->
                    wrote(writer.update(update.base().key(), present -> {
                        requireUnchanged(update.base(), present);
                        ObjectNode desired = update.desired().deepCopy();
                        desired.withObject("/metadata")
                                .set("resourceVersion", present.path("metadata").path("resourceVersion"));
                        return desired;
                    }));
                case Change.UpdateStatus update ->
                    wrote(writer.updateStatus(update.base().key(), present -> {
                        requireUnchanged(update.base(), present);
                        present.set("status", update.desired().path("status"));
                        return present;
                    }));
                case Change.Approve approve ->
                    wrote(writer.approve(approve.base().key(), present -> {
                        requireUnchanged(approve.base(), present);
                        present.set("status", approve.desired().path("status"));
                        return present;
                    }));
                case Change.Delete delete -> delete(delete);
                case Change.FinalizeNamespace done ->
                    wrote(writer.finalizeNamespace(done.namespace().name()));
                case Change.RecordEvent event -> recorder.record(event.draft());
                case Change.Batch batch ->
                    batch(batch).ifPresent(failure -> {
                        throw failure.why();
                    });
            }
        }

        private void create(Change.Create create) {
            ApiObject created = writer.create(create.resource(), create.object().deepCopy());
            wrote(created);
            create.announcement()
                    .ifPresent(draft -> recorder.record(draft.withMessage(draft.message() + created.name())));
        }

        private void delete(Change.Delete delete) {
            try {
                wrote(writer.delete(delete.key(), delete.options()));
            } catch (StatusException refusal) {
                if (refusal.reason().equals("NotFound")) {
                    return;
                }
                throw refusal;
            }
            delete.announcement().ifPresent(recorder::record);
        }

        private void wrote(ApiObject result) {
            revision.accumulateAndGet(result.revision(), Math::max);
            written.put(result.key(), result.revision());
        }

        private void requireUnchanged(ApiObject base, ObjectNode present) {
            long revision = present.path("metadata").path("resourceVersion").asLong();
            boolean same = revision == base.revision() || revision == written.getOrDefault(base.key(), -1L);
            if (!same) {
                throw StatusException.conflict(
                        base.key().resource(),
                        base.name(),
                        "the object has been modified; please apply your changes to the latest version and try again");
            }
        }
    }

    /** Whether a create was refused because its namespace is going away, so that trying again is pointless. */
    private static boolean isNamespaceTerminating(RuntimeException why) {
        if (!(why instanceof StatusException refusal)) {
            return false;
        }
        for (JsonNode cause : refusal.status().path("details").path("causes")) {
            if (cause.path("reason").asText().equals("NamespaceTerminating")) {
                return true;
            }
        }
        return false;
    }
}
