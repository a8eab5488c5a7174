package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What one ResourceQuota says about requests. Pure. */
public record Quota(JsonNode json) {

    public static final GroupResource RESOURCE = new GroupResource("", "resourcequotas");

    /** What a quota makes of a request. */
    public sealed interface Verdict {

        /** It does not count, or costs nothing. */
        record Free() implements Verdict {}

        /**
         * It fits.
         *
         * @param cost what is to be added to what is used
         */
        record Charged(Usage cost) implements Verdict {}

        /**
         * @param why in upstream's words
         */
        record Refused(String why) implements Verdict {}
    }

    public String name() {
        return Nodes.text(json.path("metadata"), "name");
    }

    /** The limits that are in force: those for which a controller has counted what is used. */
    public Usage hard() {
        return Usage.read(json.path("status").path("hard"));
    }

    public Usage used() {
        return Usage.read(json.path("status").path("used"));
    }

    /** The same quota with so much used. */
    public Quota withUsed(Usage used) {
        ObjectNode copy = ((ObjectNode) json).deepCopy();
        copy.withObject("/status").set("used", used.json());
        return new Quota(copy);
    }

    /** Whether objects like this one count. */
    public boolean counts(Evaluator evaluator, JsonNode object) {
        return hard().names().stream().anyMatch(evaluator::counts) && isInScope(evaluator, object);
    }

    boolean isInScope(Evaluator evaluator, JsonNode object) {
        return Scope.of(json.path("spec")).stream().allMatch(scope -> evaluator.isIn(scope, object));
    }

    /** Why a request must not even be counted, if so. */
    public Optional<String> objection(AdmissionRequest request, Evaluator evaluator) {
        if (!counts(evaluator, request.object())) {
            return Optional.empty();
        }
        Set<String> limited = new TreeSet<>(hard().names());
        limited.removeIf(name -> !evaluator.counts(name));
        Optional<String> missing = evaluator.missing(limited, request.object());
        if (missing.isPresent()) {
            return Optional.of("failed quota: " + name() + ": " + missing.get());
        }
        return used().names().containsAll(limited)
                ? Optional.empty()
                : Optional.of("status unknown for quota: " + name() + ", resources: " + String.join(",", limited));
    }

    /** Whether a request fits into what is left. */
    public Verdict judge(AdmissionRequest request, Evaluator evaluator, Instant now) {
        if (!counts(evaluator, request.object())) {
            return new Verdict.Free();
        }
        Optional<String> objection = objection(request, evaluator);
        if (objection.isPresent()) {
            return new Verdict.Refused(objection.get());
        }
        Usage hard = hard();
        Usage used = used();
        Usage cost = growth(request, evaluator, now).withoutZeros().only(hard.names()::contains);
        Set<String> exceeded = used.plus(cost).only(cost.names()::contains).exceeding(hard);
        // what a status reports has happened
        if (!exceeded.isEmpty() && !request.subresource().equals("status")) {
            return new Verdict.Refused("exceeded quota: " + name() + ", requested: " + cost.only(exceeded::contains)
                    + ", used: " + used.only(exceeded::contains) + ", limited: " + hard.only(exceeded::contains));
        }
        return cost.isEmpty() ? new Verdict.Free() : new Verdict.Charged(cost);
    }

    /** Of an object that this quota counted before, only what is more now. */
    private Usage growth(AdmissionRequest request, Evaluator evaluator, Instant now) {
        Usage usage = evaluator.usage(request.object(), now);
        return request.old()
                .filter(old -> request.operation() == Operation.UPDATE && counts(evaluator, old))
                .map(old -> usage.growthSince(evaluator.usage(old, now)))
                .orElse(usage);
    }
}
