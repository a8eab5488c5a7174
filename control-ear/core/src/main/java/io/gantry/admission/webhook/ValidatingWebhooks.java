package io.gantry.admission.webhook;

import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.status.StatusException;
import io.gantry.webhook.WebhookCallException;
import io.gantry.webhook.WebhookClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets webhooks judge what is written, all at the same time; each must allow it (ValidatingAdmissionWebhook). */
public final class ValidatingWebhooks implements AdmissionPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(ValidatingWebhooks.class);
    private static final String FAILED_OPEN = "failed-open.validating.webhook.admission.k8s.io/round_0_index_";

    private final WebhookConfigurations configurations;
    private final WebhookMatcher matcher;
    private final WebhookCall call;
    private final Executor executor;

    /**
     * @param uids gives a new UUID at each call
     * @param executor asks webhooks side by side, each on a thread that may block
     */
    public ValidatingWebhooks(
            WebhookConfigurations configurations,
            WebhookMatching matching,
            WebhookClient client,
            Supplier<String> uids,
            Executor executor) {
        this.configurations = configurations;
        this.matcher = matching.matcher();
        this.call = new WebhookCall(client, uids);
        this.executor = executor;
    }

    @Override
    public void validate(AdmissionRequest request) {
        List<Webhook> webhooks = configurations.validating();
        if (webhooks.isEmpty() || ExemptKinds.contains(request)) {
            return;
        }
        List<Invocation> invocations = webhooks.stream()
                .flatMap(webhook -> matcher.match(webhook, request).stream())
                .toList();
        Optional<StatusException> refusal =
                invocations.size() == 1 ? ask(invocations.getFirst(), 0) : askAll(invocations);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** The first refusal, in the order of the webhooks. */
    private Optional<StatusException> askAll(List<Invocation> invocations) {
        List<FutureTask<Optional<StatusException>>> asked = new ArrayList<>();
        for (Invocation invocation : invocations) {
            int index = asked.size();
            FutureTask<Optional<StatusException>> task = new FutureTask<>(() -> ask(invocation, index));
            asked.add(task);
            executor.execute(task);
        }
        Optional<StatusException> refusal = Optional.empty();
        for (FutureTask<Optional<StatusException>> task : asked) {
            Optional<StatusException> answer = await(task);
            refusal = refusal.or(() -> answer);
        }
        return refusal;
    }

    private static Optional<StatusException> await(FutureTask<Optional<StatusException>> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(StatusException.internalError("interrupted while validating webhooks were asked"));
        } catch (ExecutionException e) {
            LOG.error("event=webhook-broken", e.getCause());
            return Optional.of(StatusException.internalError(String.valueOf(e.getCause())));
        }
    }

    private Optional<StatusException> ask(Invocation invocation, int index) {
        Webhook webhook = invocation.webhook();
        try {
            WebhookPatch.checkAbsent(
                    call.allowed(invocation), webhook.reviewVersion().orElse(""));
            return Optional.empty();
        } catch (StatusException e) {
            return Optional.of(e);
        } catch (WebhookCallException e) {
            LOG.warn(
                    "event=webhook-failed webhook={} configuration={} ignored={} error=\"{}\"",
                    webhook.name(),
                    webhook.configuration(),
                    webhook.ignoresFailure(),
                    e.getMessage());
            if (!webhook.ignoresFailure()) {
                return Optional.of(WebhookCall.failed(webhook, e));
            }
            invocation.request().circumstances().annotations().accept(FAILED_OPEN + index, webhook.name());
            return Optional.empty();
        }
    }
}
