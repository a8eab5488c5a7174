package io.gantry.agent.link;

import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.token.IssuedToken;
import io.gantry.agent.token.TokenIssuer;
import io.gantry.agent.token.TokenRequest;
import io.gantry.node.v1.IssueTokenRequest;
import io.gantry.node.v1.IssueTokenResponse;
import io.gantry.node.v1.NodeLinkGrpc;
import io.gantry.node.v1.PodReference;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Asks the control plane for tokens, over whichever connection there is. */
public final class TokenCalls implements TokenIssuer {

    private static final long PATIENCE_SECONDS = 10;

    private final InstantSource clock;
    private volatile Optional<Channel> channel = Optional.empty();

    public TokenCalls(InstantSource clock) {
        this.clock = clock;
    }

    void connected(Channel open) {
        channel = Optional.of(open);
    }

    void disconnected() {
        channel = Optional.empty();
    }

    @Override
    public IssuedToken issue(TokenRequest request) throws IOException {
        Channel open = channel.orElseThrow(() -> new IOException("the control plane is away"));
        PodIdentity pod = request.pod();
        IssueTokenRequest message = IssueTokenRequest.newBuilder()
                .setPod(PodReference.newBuilder()
                        .setNamespace(pod.namespace())
                        .setName(pod.name())
                        .setUid(pod.uid()))
                .setAudience(request.audience())
                .setExpirationSeconds(request.expirationSeconds())
                .build();
        try {
            Instant asked = clock.instant();
            IssueTokenResponse answer = NodeLinkGrpc.newBlockingStub(open)
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .issueToken(message);
            return new IssuedToken(answer.getToken(), asked, Instant.parse(answer.getExpires()));
        } catch (StatusRuntimeException e) {
            String why = Optional.ofNullable(e.getStatus().getDescription())
                    .orElse(e.getStatus().getCode().name());
            throw new IOException(why, e);
        } catch (RejectedExecutionException e) {
            throw new IOException("the connection has just ended", e);
        } catch (DateTimeException e) {
            throw new IOException("the control plane did not say when the token ends", e);
        }
    }
}
