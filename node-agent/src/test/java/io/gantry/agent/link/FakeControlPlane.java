package io.gantry.agent.link;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ClusterSettings;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.IssueTokenRequest;
import io.gantry.node.v1.IssueTokenResponse;
import io.gantry.node.v1.NodeLinkGrpc;
import io.gantry.node.v1.RequestPodCertificateRequest;
import io.gantry.node.v1.RequestPodCertificateResponse;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SnapshotComplete;
import io.gantry.node.v1.Upsert;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A control plane over real mutual TLS that remembers what it hears. */
final class FakeControlPlane implements AutoCloseable {

    final List<AgentMessage> heard = new CopyOnWriteArrayList<>();
    final List<SessionFrame> frames = new CopyOnWriteArrayList<>();
    private final Server server;
    private volatile StreamObserver<ControlMessage> node;
    private volatile StreamObserver<SessionFrame> session;

    FakeControlPlane(TestPki pki, int port) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("localhost", port))
                .sslContext(GrpcSslContexts.forServer(
                                pki.file("server.crt").toFile(),
                                pki.file("server.key").toFile())
                        .trustManager(pki.file("ca.crt").toFile())
                        .clientAuth(ClientAuth.REQUIRE)
                        .build())
                .addService(new Service())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    boolean connected() {
        return node != null;
    }

    void send(ControlMessage message) {
        node.onNext(message);
    }

    void upsert(String resource, String name, String json) {
        send(ControlMessage.newBuilder()
                .setUpsert(Upsert.newBuilder()
                        .setResource(resource)
                        .setNamespace("ns")
                        .setName(name)
                        .setObject(ByteString.copyFromUtf8(json)))
                .build());
    }

    void complete() {
        send(ControlMessage.newBuilder()
                .setSnapshotComplete(SnapshotComplete.newBuilder()
                        .setSettings(ClusterSettings.newBuilder()
                                .setClusterDomain("c.example")
                                .setDnsAddress("10.96.0.10")))
                .build());
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Service extends NodeLinkGrpc.NodeLinkImplBase {

        @Override
        public StreamObserver<AgentMessage> connect(StreamObserver<ControlMessage> responses) {
            node = responses;
            return new Recorder<>(heard, responses);
        }

        @Override
        public void issueToken(IssueTokenRequest request, StreamObserver<IssueTokenResponse> responses) {
            if (request.getAudience().equals("nobody")) {
                responses.onError(
                        Status.PERMISSION_DENIED.withDescription("not yours").asRuntimeException());
                return;
            }
            var pod = request.getPod();
            responses.onNext(IssueTokenResponse.newBuilder()
                    .setToken(request.getAudience() + " for " + pod.getNamespace() + "/" + pod.getName() + "/"
                            + pod.getUid() + ", " + request.getExpirationSeconds() + " s")
                    .setExpires("2026-03-01T10:00:00Z")
                    .build());
            responses.onCompleted();
        }

        @Override
        public void requestPodCertificate(
                RequestPodCertificateRequest request, StreamObserver<RequestPodCertificateResponse> responses) {
            if (request.getVolume().equals("none")) {
                responses.onError(Status.PERMISSION_DENIED
                        .withDescription("no such volume")
                        .asRuntimeException());
                return;
            }
            var pod = request.getPod();
            responses.onNext(RequestPodCertificateResponse.newBuilder()
                    .setName("req for " + pod.getNamespace() + "/" + pod.getName() + "/" + pod.getUid() + ", source "
                            + request.getSource() + " of " + request.getVolume() + ", "
                            + request.getStubPkcs10Request().size() + " bytes")
                    .build());
            responses.onCompleted();
        }

        @Override
        public StreamObserver<SessionFrame> session(StreamObserver<SessionFrame> responses) {
            session = responses;
            return new Recorder<>(frames, responses);
        }
    }

    private record Recorder<T, R>(List<T> into, StreamObserver<R> responses) implements StreamObserver<T> {

        @Override
        public void onNext(T value) {
            into.add(value);
        }

        @Override
        public void onError(Throwable error) {
            // the test ends the connection
        }

        @Override
        public void onCompleted() {
            responses.onCompleted();
        }
    }
}
