package io.gantry.ear;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.Hello;
import io.gantry.node.v1.NodeLinkGrpc;
import io.gantry.node.v1.SessionAccepted;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.node.v1.StreamData;
import io.gantry.pki.Credential;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node that runs nothing: it introduces itself, and connects to whatever address it is asked to. The logs that clients follow say
 * nothing, and commands say what they hear.
 */
final class TestNode implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TestNode.class.getName());

    private final ManagedChannel channel;
    private final StreamObserver<AgentMessage> link;
    private final AtomicInteger followedLogs = new AtomicInteger();
    private final Queue<Integer> heard = new ConcurrentLinkedQueue<>();

    TestNode(TestControlPlane plane, String name) throws IOException {
        Credential identity = plane.pki().client("system:node:" + name, "system:nodes");
        this.channel = Grpc.newChannelBuilderForAddress(
                        "localhost",
                        plane.instance().nodePort(),
                        TlsChannelCredentials.newBuilder()
                                .keyManager(stream(identity.certificatePem()), stream(identity.keyPem()))
                                .trustManager(stream(plane.pki().authority().certificatePem()))
                                .build())
                .build();
        this.link = NodeLinkGrpc.newStub(channel).connect(new Answers<>() {
            @Override
            public void onNext(ControlMessage message) {
                if (message.hasSessionRequest()) {
                    Thread.ofVirtual().start(() -> serve(message.getSessionRequest()));
                }
            }
        });
        link.onNext(AgentMessage.newBuilder()
                .setHello(Hello.newBuilder().setNodeName(name).setNode(ByteString.copyFromUtf8("{\"kind\":\"Node\"}")))
                .build());
    }

    private static InputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    }

    private void serve(SessionRequest request) {
        if (request.hasPortForward() && !request.getPortForward().getAddress().isEmpty()) {
            connect(request);
        } else if (request.hasLogs() && request.getLogs().getFollow()) {
            saySilence(request);
        } else if (request.hasExec()) {
            echo(request);
        } else {
            refuse(request);
        }
    }

    /** Logs that clients follow now, as far as this node knows. */
    int followedLogs() {
        return followedLogs.get();
    }

    private void saySilence(SessionRequest request) {
        followedLogs.incrementAndGet();
        StreamObserver<SessionFrame> session = NodeLinkGrpc.newStub(channel).session(new Answers<>() {
            @Override
            public void onNext(SessionFrame frame) {}

            @Override
            public void onError(Throwable cause) {
                followedLogs.decrementAndGet();
            }

            @Override
            public void onCompleted() {
                followedLogs.decrementAndGet();
            }
        });
        session.onNext(accepted(request));
    }

    /** How much input each of the commands that have ended was sent. */
    Queue<Integer> heard() {
        return heard;
    }

    private void echo(SessionRequest request) {
        CompletableFuture<StreamObserver<SessionFrame>> session = new CompletableFuture<>();
        session.complete(NodeLinkGrpc.newStub(channel).session(new Answers<>() {
            private int bytes;

            @Override
            public void onNext(SessionFrame frame) {
                bytes += frame.getData().getData().size();
                session.join()
                        .onNext(SessionFrame.newBuilder()
                                .setData(frame.getData().toBuilder().setChannel(Channel.STDOUT))
                                .build());
            }

            @Override
            public void onError(Throwable cause) {
                heard.add(bytes);
            }
        }));
        session.join().onNext(accepted(request));
    }

    private void refuse(SessionRequest request) {
        StreamObserver<SessionFrame> session = NodeLinkGrpc.newStub(channel).session(new Answers<>() {
            @Override
            public void onNext(SessionFrame frame) {}
        });
        session.onNext(accepted(request));
        session.onNext(SessionFrame.newBuilder()
                .setResult(SessionResult.newBuilder().setHttpStatus(400).setError("nothing runs here"))
                .build());
        session.onCompleted();
    }

    private static SessionFrame accepted(SessionRequest request) {
        return SessionFrame.newBuilder()
                .setAccepted(SessionAccepted.newBuilder().setSessionId(request.getSessionId()))
                .build();
    }

    private void connect(SessionRequest request) {
        try (Socket server = new Socket(
                request.getPortForward().getAddress(), request.getPortForward().getPort())) {
            StreamObserver<SessionFrame> session = NodeLinkGrpc.newStub(channel).session(new Input(server));
            session.onNext(accepted(request));
            byte[] buffer = new byte[8192];
            InputStream output = server.getInputStream();
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                session.onNext(SessionFrame.newBuilder()
                        .setData(StreamData.newBuilder()
                                .setChannel(Channel.STDOUT)
                                .setData(ByteString.copyFrom(buffer, 0, read)))
                        .build());
            }
            session.onNext(SessionFrame.newBuilder()
                    .setResult(SessionResult.getDefaultInstance())
                    .build());
            session.onCompleted();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a session has ended", e); // one of the two ends wants no more
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** What comes for the server. */
    private static final class Input extends Answers<SessionFrame> {

        private final Socket server;

        Input(Socket server) {
            this.server = server;
        }

        @Override
        public void onNext(SessionFrame frame) {
            try {
                if (frame.hasData()) {
                    frame.getData().getData().writeTo(server.getOutputStream());
                } else if (frame.hasClose()) {
                    server.shutdownOutput();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onError(Throwable cause) {
            onCompleted();
        }

        @Override
        public void onCompleted() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The end of a call is of no interest. */
    private abstract static class Answers<T> implements StreamObserver<T> {

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {}
    }
}
