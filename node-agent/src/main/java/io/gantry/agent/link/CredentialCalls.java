package io.gantry.agent.link;

import com.google.protobuf.ByteString;
import io.gantry.agent.certificate.CertificateRequester;
import io.gantry.agent.certificate.CertificateSource;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.token.IssuedToken;
import io.gantry.agent.token.TokenIssuer;
import io.gantry.agent.token.TokenRequest;
import io.gantry.node.v1.IssueTokenRequest;
import io.gantry.node.v1.IssueTokenResponse;
import io.gantry.node.v1.NodeLinkGrpc;
import io.gantry.node.v1.PodReference;
import io.gantry.node.v1.RequestPodCertificateRequest;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks the control plane for tokens and certificates of pods, over whichever connection there is. */
public final class CredentialCalls implements TokenIssuer, CertificateRequester {

    private static final long PATIENCE_SECONDS = 10;

    private final InstantSource clock;
    private volatile Optional<Channel> channel = Optional.empty();

    public CredentialCalls(InstantSource clock) {
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
        IssueTokenRequest message = IssueTokenRequest.newBuilder()
                .setPod(reference(request.pod()))
                .setAudience(request.audience())
                .setExpirationSeconds(request.expirationSeconds())
                .build();
        Instant asked = clock.instant();
        IssueTokenResponse answer = ask(stub -> stub.issueToken(message));
        try {
            return new IssuedToken(answer.getToken(), asked, Instant.parse(answer.getExpires()));
        } catch (DateTimeException e) {
            throw new IOException("the control plane did not say when the token ends", e);
        }
    }

    @Override
    public String request(CertificateSource source, byte[] stub) throws IOException {
        RequestPodCertificateRequest message = RequestPodCertificateRequest.newBuilder()
                .setPod(reference(source.pod()))
                .setVolume(source.volume())
                .setSource(source.index())
                .setStubPkcs10Request(ByteString.copyFrom(stub))
                .build();
        return ask(link -> link.requestPodCertificate(message)).getName();
    }

    private <T> T ask(Function<NodeLinkGrpc.NodeLinkBlockingStub, T> question) throws IOException {
        Channel open = channel.orElseThrow(() -> new IOException("the control plane is away"));
        try {
            return question.apply(
                    NodeLinkGrpc.newBlockingStub(open).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (StatusRuntimeException e) {
            String why = Optional.ofNullable(e.getStatus().getDescription())
                    .orElse(e.getStatus().getCode().name());
            throw new IOException(why, e);
        } catch (RejectedExecutionException e) {
            throw new IOException("the connection has just ended", e);
        }
    }

    private static PodReference reference(PodIdentity pod) {
        return PodReference.newBuilder()
                .setNamespace(pod.namespace())
                .setName(pod.name())
                .setUid(pod.uid())
                .build();
    }
}
