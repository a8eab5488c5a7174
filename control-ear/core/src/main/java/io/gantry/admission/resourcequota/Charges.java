package io.gantry.admission.resourcequota;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.quota.Evaluator;
import io.gantry.quota.Quota;
import io.gantry.quota.Quota.Verdict;
import io.gantry.quota.Usage;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Charges requests to the quotas of their namespace: each quota is changed once for all requests that wait, from its present state in
 * the store, so that no two instances give away the same. What a refused request has paid to one quota before another refused it is
 * paid back.
 */
final class Charges {

    private final ClusterView view;
    private final Supplier<ObjectWriter> writer;
    private final InstantSource clock;

    Charges(ClusterView view, Supplier<ObjectWriter> writer, InstantSource clock) {
        this.view = view;
        this.writer = writer;
        this.clock = clock;
    }

    /** One request and what becomes of it. Used by one thread at a time. */
    static final class Claim {

        private final AdmissionRequest request;
        private final Evaluator evaluator;
        private final Map<ObjectKey, Usage> paid = new HashMap<>();
        private Optional<RuntimeException> refusal = Optional.empty();

        Claim(AdmissionRequest request, Evaluator evaluator) {
            this.request = request;
            this.evaluator = evaluator;
        }

        private void settle(ObjectKey quota, Verdict verdict) {
            switch (verdict) {
                case Verdict.Free free -> {}
                case Verdict.Charged charged -> paid.put(quota, charged.cost());
                case Verdict.Refused refused -> refusal = Optional.of(forbidden(request, refused.why()));
            }
        }

        void orThrow() {
            refusal.ifPresent(why -> {
                throw why;
            });
        }
    }

    static StatusException forbidden(AdmissionRequest request, String why) {
        return StatusException.forbidden(request.resource(), request.name(), why);
    }

    /** Decides all claims of one namespace. */
    void charge(String namespace, List<Claim> claims) {
        for (ApiObject quota : view.list(Quota.RESOURCE, namespace)) {
            Quota limits = new Quota(quota.json());
            List<Claim> counted = claims.stream()
                    .filter(claim -> claim.refusal.isEmpty() && limits.counts(claim.evaluator, claim.request.object()))
                    .toList();
            if (!counted.isEmpty()) {
                charge(quota.key(), counted);
            }
        }
        payBack(claims.stream().filter(claim -> claim.refusal.isPresent()).toList());
    }

    private void charge(ObjectKey quota, List<Claim> claims) {
        Map<Claim, Verdict> verdicts = new LinkedHashMap<>();
        try {
            writer.get().updateStatus(quota, present -> {
                verdicts.clear();
                return judged(present, claims, verdicts);
            });
        } catch (StatusException refusal) {
            if (refusal.code() != 404) {
                claims.forEach(claim -> claim.refusal = Optional.of(refusal));
            }
            // a quota that is gone limits nothing
            return;
        } catch (RuntimeException failure) {
            claims.forEach(claim -> claim.refusal = Optional.of(failure));
            return;
        }
        verdicts.forEach((claim, verdict) -> claim.settle(quota, verdict));
    }

    private ObjectNode judged(ObjectNode present, List<Claim> claims, Map<Claim, Verdict> verdicts) {
        Quota running = new Quota(present);
        for (Claim claim : claims) {
            Verdict verdict = running.judge(claim.request, claim.evaluator, clock.instant());
            verdicts.put(claim, verdict);
            if (verdict instanceof Verdict.Charged charged) {
                running = running.withUsed(running.used().plus(charged.cost()));
            }
        }
        return (ObjectNode) running.json();
    }

    private void payBack(List<Claim> refused) {
        Map<ObjectKey, List<Usage>> refunds = new LinkedHashMap<>();
        refused.forEach(claim -> claim.paid.forEach((quota, cost) ->
                refunds.computeIfAbsent(quota, key -> new ArrayList<>()).add(cost)));
        refunds.forEach(this::payBack);
    }

    private void payBack(ObjectKey quota, List<Usage> refunds) {
        try {
            writer.get().updateStatus(quota, present -> {
                Usage used = new Quota(present).used();
                for (Usage refund : refunds) {
                    used = used.without(refund);
                }
                return (ObjectNode) new Quota(present).withUsed(used).json();
            });
        } catch (StatusException refusal) {
            // the quota is gone, or its controller recounts it in a moment; the requests have their answer
            if (refusal.code() >= 500) {
                throw refusal;
            }
        }
    }
}
