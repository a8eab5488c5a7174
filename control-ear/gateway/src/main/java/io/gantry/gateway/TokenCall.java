package io.gantry.gateway;

import io.gantry.node.NodeTokens;
import io.gantry.node.NodeTokens.NodeToken;
import io.gantry.node.PodIdentity;
import io.gantry.node.v1.IssueTokenRequest;
import io.gantry.node.v1.IssueTokenResponse;
import io.gantry.status.StatusException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a node that asks for a token. */
final class TokenCall {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCall.class);

    private final NodeTokens tokens;

    TokenCall(NodeTokens tokens) {
        this.tokens = tokens;
    }

    void answer(String nodeName, IssueTokenRequest request, StreamObserver<IssueTokenResponse> answers) {
        var pod = request.getPod();
        try {
            NodeToken issued = tokens.issue(
                    nodeName,
                    new PodIdentity(pod.getNamespace(), pod.getName(), pod.getUid()),
                    request.getAudience(),
                    request.getExpirationSeconds());
            answers.onNext(IssueTokenResponse.newBuilder()
                    .setToken(issued.token())
                    .setExpires(issued.expires().toString())
                    .build());
            answers.onCompleted();
        } catch (StatusException e) {
            LOG.info(
                    "event=token-refused node={} namespace={} pod={} reason=\"{}\"",
                    nodeName,
                    pod.getNamespace(),
                    pod.getName(),
                    e.getMessage());
            answers.onError(RefusalStatus.of(e).asRuntimeException());
        } catch (RuntimeException e) {
            LOG.error("event=token-failed node={} namespace={} pod={}", nodeName, pod.getNamespace(), pod.getName(), e);
            answers.onError(Status.INTERNAL
                    .withDescription("the token could not be issued")
                    .asRuntimeException());
        }
    }
}
