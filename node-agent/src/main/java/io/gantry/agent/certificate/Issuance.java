package io.gantry.agent.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far one source is: nothing, a request, a credential, a credential and the request for the next, or a refusal for good.
 *
 * @param credential what the pod has
 * @param request what was asked for and is not answered
 * @param refusal ends all
 * @param trouble why the last request could not be made, else empty
 * @param notBefore no new request before this time
 * @param told of the credential
 */
record Issuance(
        Optional<Credential> credential,
        Optional<Request> request,
        Optional<Answer.Refused> refusal,
        String trouble,
        Instant notBefore,
        Set<Notice> told) {

    static final Issuance NONE =
            new Issuance(Optional.empty(), Optional.empty(), Optional.empty(), "", Instant.EPOCH, Set.of());

    /**
     * A PodCertificateRequest.
     *
     * @param key PEM of the private key that it is for
     * @param abandonAt one that is not seen by then was deleted
     */
    record Request(String name, byte[] key, Instant abandonAt) {}

    boolean mustRequest(Instant now) {
        boolean wanted = credential.map(held -> !now.isBefore(held.refreshAt())).orElse(true);
        return refusal.isEmpty() && request.isEmpty() && wanted && !now.isBefore(notBefore);
    }

    Issuance requested(Request made) {
        return new Issuance(credential, Optional.of(made), refusal, "", notBefore, told);
    }

    Issuance notRequested(String why, Instant again) {
        return new Issuance(credential, Optional.empty(), refusal, why, again, told);
    }

    /**
     * What an answer makes of it.
     *
     * @param jitter for the time of the next request, so that pods that began together do not ask together
     */
    Issuance answered(Answer answer, Duration jitter, Instant now) {
        if (request.isEmpty()) {
            return this;
        }
        return switch (answer) {
            case Answer.Issued issued ->
                new Issuance(
                        Optional.of(new Credential(
                                request.get().key(),
                                issued.chain(),
                                issued.beginRefreshAt().plus(jitter),
                                issued.notAfter())),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        notBefore,
                        Set.of());
            case Answer.Refused refused ->
                new Issuance(Optional.empty(), Optional.empty(), Optional.of(refused), "", notBefore, Set.of());
            case Answer.Open(boolean seen) ->
                seen || !now.isAfter(request.get().abandonAt())
                        ? this
                        : notRequested("PodCertificateRequest appears to have been deleted", now);
        };
    }

    /** Whether there is something to do for a source whose files have been written. */
    boolean isDue(Answer answer, Instant now) {
        return mustRequest(now)
                || answered(answer, Duration.ZERO, now) != this
                || !news(now).isEmpty();
    }

    /** What is to be told of the credential, and was not. */
    Set<Notice> news(Instant now) {
        return Arrays.stream(Notice.values())
                .filter(notice ->
                        credential.filter(held -> notice.isTrue(held, now)).isPresent())
                .filter(notice -> !told.contains(notice))
                .collect(Collectors.toUnmodifiableSet());
    }

    Issuance told(Set<Notice> more) {
        Set<Notice> all = new HashSet<>(told);
        all.addAll(more);
        return new Issuance(credential, request, refusal, trouble, notBefore, Set.copyOf(all));
    }
}
