package io.gantry.gateway;

import io.gantry.node.NodeCertificates.Source;
import io.gantry.node.NodeTokens.NodeToken;
import io.gantry.node.PodCredentials;
import io.gantry.node.PodIdentity;
import io.gantry.node.v1.IssueTokenRequest;
import io.gantry.node.v1.IssueTokenResponse;
import io.gantry.node.v1.PodReference;
import io.gantry.node.v1.RequestPodCertificateRequest;
import io.gantry.node.v1.RequestPodCertificateResponse;
import io.gantry.status.StatusException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a node that asks for a token, or wants a certificate, for one of its pods. */
record CredentialCalls(PodCredentials credentials) {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialCalls.class);

    private enum Kind {
        TOKEN("token", "the token could not be issued"),
        CERTIFICATE("pod-certificate", "the certificate could not be requested");

        private final String event;
        private final String failure;

        Kind(String event, String failure) {
            this.event = event;
            this.failure = failure;
        }
    }

    void token(String nodeName, IssueTokenRequest request, StreamObserver<IssueTokenResponse> answers) {
        PodIdentity pod = identity(request.getPod());
        answer(Kind.TOKEN, nodeName, pod, answers, () -> {
            NodeToken issued =
                    credentials.tokens().issue(nodeName, pod, request.getAudience(), request.getExpirationSeconds());
            return IssueTokenResponse.newBuilder()
                    .setToken(issued.token())
                    .setExpires(issued.expires().toString())
                    .build();
        });
    }

    void certificate(
            String nodeName,
            RequestPodCertificateRequest request,
            StreamObserver<RequestPodCertificateResponse> answers) {
        PodIdentity pod = identity(request.getPod());
        Source source = new Source(pod, request.getVolume(), request.getSource());
        answer(Kind.CERTIFICATE, nodeName, pod, answers, () -> {
            String name = credentials
                    .certificates()
                    .request(nodeName, source, request.getStubPkcs10Request().toByteArray());
            return RequestPodCertificateResponse.newBuilder().setName(name).build();
        });
    }

    private static PodIdentity identity(PodReference pod) {
        return new PodIdentity(pod.getNamespace(), pod.getName(), pod.getUid());
    }

    private static <T> void answer(
            Kind kind, String nodeName, PodIdentity pod, StreamObserver<T> answers, Supplier<T> credential) {
        try {
            answers.onNext(credential.get());
            answers.onCompleted();
        } catch (StatusException e) {
            LOG.info(
                    "event={}-refused node={} namespace={} pod={} reason=\"{}\"",
                    kind.event,
                    nodeName,
                    pod.namespace(),
                    pod.name(),
                    e.getMessage());
            answers.onError(status(e).asRuntimeException());
        } catch (RuntimeException e) {
            LOG.error(
                    "event={}-failed node={} namespace={} pod={}",
                    kind.event,
                    nodeName,
                    pod.namespace(),
                    pod.name(),
                    e);
            answers.onError(Status.INTERNAL.withDescription(kind.failure).asRuntimeException());
        }
    }

    private static Status status(StatusException refusal) {
        Status status = switch (refusal.code()) {
            case 404 -> Status.NOT_FOUND;
            case 403 -> Status.PERMISSION_DENIED;
            case 409 -> Status.ABORTED;
            default -> Status.INVALID_ARGUMENT;
        };
        return status.withDescription(refusal.getMessage());
    }
}
