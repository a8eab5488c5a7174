package io.gantry.admission.resourcequota;

import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.quota.Evaluator;
import io.gantry.quota.Evaluators;
import io.gantry.quota.Quota;
import io.gantry.quota.Quota.Verdict;
import io.gantry.registry.ObjectWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps every namespace within its ResourceQuotas (ResourceQuota admission). The last of all plugins: what it has charged, no other may
 * refuse. What is charged and then not stored, for example since the name is taken, is noticed by the quota's controller.
 */
public final class ResourceQuotaPlugin implements AdmissionPlugin {

    private final ClusterView view;
    private final InstantSource clock;
    private final ChargeQueue queue;

    /**
     * @param writer writes what is used; asked for when first needed, since it admits through this plugin
     */
    public ResourceQuotaPlugin(ClusterView view, Supplier<ObjectWriter> writer, InstantSource clock) {
        this.view = view;
        this.clock = clock;
        this.queue = new ChargeQueue(new Charges(view, writer, clock));
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.definition().namespaced() || request.operation() == Operation.DELETE) {
            return;
        }
        List<ApiObject> quotas = view.list(Quota.RESOURCE, request.namespace());
        if (!quotas.isEmpty()) {
            Evaluators.of(request.resource())
                    .filter(evaluator -> evaluator.concerns(request))
                    .ifPresent(evaluator -> admit(request, evaluator, quotas));
        }
    }

    private void admit(AdmissionRequest request, Evaluator evaluator, List<ApiObject> quotas) {
        List<Quota> counting = quotas.stream()
                .map(quota -> new Quota(quota.json()))
                .filter(quota -> quota.counts(evaluator, request.object()))
                .toList();
        if (counting.isEmpty()) {
            return;
        }
        counting.stream()
                .flatMap(quota -> quota.objection(request, evaluator).stream())
                .findFirst()
                .ifPresent(why -> {
                    throw Charges.forbidden(request, why);
                });
        if (request.circumstances().dryRun()) {
            counting.forEach(quota -> judge(request, evaluator, quota));
        } else {
            queue.charge(request.namespace(), new Charges.Claim(request, evaluator));
        }
    }

    private void judge(AdmissionRequest request, Evaluator evaluator, Quota quota) {
        if (quota.judge(request, evaluator, clock.instant()) instanceof Verdict.Refused refused) {
            throw Charges.forbidden(request, refused.why());
        }
    }
}
