package io.gantry.gateway;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.Hello;
import io.gantry.node.v1.IssueTokenRequest;
import io.gantry.node.v1.IssueTokenResponse;
import io.gantry.node.v1.NodeLinkGrpc;
import io.gantry.node.v1.PodReference;
import io.gantry.node.v1.RequestPodCertificateRequest;
import io.gantry.node.v1.SessionAccepted;
import io.gantry.node.v1.SessionFrame;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;

/** A node agent that only talks. */
final class FakeAgent implements AutoCloseable {

    private final ManagedChannel channel;
    private final Seen<ControlMessage> received = new Seen<>();
    private final Seen<Status> ended = new Seen<>();
    private ClientCallStreamObserver<AgentMessage> stream;

    /** Dials without a word. */
    FakeAgent(int port, ChannelCredentials credentials) {
        this.channel =
                Grpc.newChannelBuilderForAddress("localhost", port, credentials).build();
    }

    /** Opens the stream and reads all that comes. */
    FakeAgent connect(String nodeName) {
        return connectReading(nodeName, Integer.MAX_VALUE);
    }

    /** Opens a stream for sessions, since it reports to another instance. */
    FakeAgent connectSecondary(String nodeName) {
        open(Integer.MAX_VALUE);
        say(hello(Hello.newBuilder().setNodeName(nodeName).setSecondary(true)));
        return this;
    }

    /** Opens the stream and reads so many messages, until {@link #readOn}. */
    FakeAgent connectReading(String nodeName, int messages) {
        open(messages);
        say(hello(Hello.newBuilder().setNodeName(nodeName)));
        return this;
    }

    private void open(int messages) {
        NodeLinkGrpc.newStub(channel).connect(new Reader<AgentMessage, ControlMessage>(received, ended, messages) {
            @Override
            void started(ClientCallStreamObserver<AgentMessage> call) {
                stream = call;
            }
        });
    }

    private static AgentMessage hello(Hello.Builder hello) {
        hello.setNode(ByteString.copyFromUtf8("{\"status\":{\"nodeInfo\":{\"operatingSystem\":\"linux\"}}}"));
        return AgentMessage.newBuilder().setHello(hello).build();
    }

    void say(AgentMessage message) {
        stream.onNext(message);
    }

    void readOn() {
        stream.request(Integer.MAX_VALUE);
    }

    /** Asks for a token for a pod of namespace {@code a}. */
    IssueTokenResponse token(String pod, String uid, String audience) {
        return NodeLinkGrpc.newBlockingStub(channel)
                .issueToken(IssueTokenRequest.newBuilder()
                        .setPod(PodReference.newBuilder()
                                .setNamespace("a")
                                .setName(pod)
                                .setUid(uid))
                        .setAudience(audience)
                        .setExpirationSeconds(3607)
                        .build());
    }

    /** Asks for a certificate for a pod of namespace {@code a}; answers the name of the request. */
    String certificate(String pod, String uid, String volume) {
        return NodeLinkGrpc.newBlockingStub(channel)
                .requestPodCertificate(RequestPodCertificateRequest.newBuilder()
                        .setPod(PodReference.newBuilder()
                                .setNamespace("a")
                                .setName(pod)
                                .setUid(uid))
                        .setVolume(volume)
                        .setStubPkcs10Request(ByteString.copyFromUtf8("stub"))
                        .build())
                .getName();
    }

    Seen<ControlMessage> received() {
        return received;
    }

    /** What was received, in short: {@code +pods a/p}, {@code -pods a/p}, {@code complete}. */
    List<String> texts() {
        return received.all().stream().map(FakeAgent::text).toList();
    }

    FakeAgent awaitSnapshot() {
        received.awaitAny(ControlMessage::hasSnapshotComplete);
        return this;
    }

    void await(String text) {
        received.awaitAny(message -> text(message).equals(text));
    }

    Status awaitEnd() {
        return ended.await(list -> !list.isEmpty()).getFirst();
    }

    /** Dials back for a session. */
    AgentSession dialBack(String sessionId) {
        return new AgentSession(sessionId);
    }

    /** Waits until it is asked for a session. */
    String awaitSessionRequest() {
        return received.await(list -> list.stream().anyMatch(ControlMessage::hasSessionRequest)).stream()
                .filter(ControlMessage::hasSessionRequest)
                .findFirst()
                .orElseThrow()
                .getSessionRequest()
                .getSessionId();
    }

    static String text(ControlMessage message) {
        return switch (message.getMessageCase()) {
            case UPSERT ->
                "+" + message.getUpsert().getResource() + " "
                        + message.getUpsert().getName();
            case REMOVE ->
                "-" + message.getRemove().getResource() + " "
                        + message.getRemove().getName();
            case SNAPSHOT_COMPLETE -> "complete";
            case SESSION_REQUEST -> "session";
            case REFUSED -> "refused " + message.getRefused().getReason();
            case MESSAGE_NOT_SET -> "nothing";
        };
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** The agent's end of a session. */
    final class AgentSession {

        private final Seen<SessionFrame> frames = new Seen<>();
        private final Seen<Status> over = new Seen<>();
        private ClientCallStreamObserver<SessionFrame> call;

        private AgentSession(String sessionId) {
            NodeLinkGrpc.newStub(channel)
                    .session(new Reader<SessionFrame, SessionFrame>(frames, over, Integer.MAX_VALUE) {
                        @Override
                        void started(ClientCallStreamObserver<SessionFrame> started) {
                            call = started;
                        }
                    });
            say(SessionFrame.newBuilder()
                    .setAccepted(SessionAccepted.newBuilder().setSessionId(sessionId))
                    .build());
        }

        void say(SessionFrame frame) {
            call.onNext(frame);
        }

        boolean mayWrite() {
            return call.isReady();
        }

        void hangUp() {
            call.onCompleted();
        }

        Seen<SessionFrame> frames() {
            return frames;
        }

        Status awaitEnd() {
            return over.await(list -> !list.isEmpty()).getFirst();
        }
    }

    /** Reads so many messages and remembers how the call ended. */
    private abstract static class Reader<Q, A> implements ClientResponseObserver<Q, A> {

        private final Seen<A> received;
        private final Seen<Status> ended;
        private final int messages;

        Reader(Seen<A> received, Seen<Status> ended, int messages) {
            this.received = received;
            this.ended = ended;
            this.messages = messages;
        }

        abstract void started(ClientCallStreamObserver<Q> call);

        @Override
        public void beforeStart(ClientCallStreamObserver<Q> call) {
            call.disableAutoRequestWithInitial(messages);
            started(call);
        }

        @Override
        public void onNext(A message) {
            received.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            ended.add(Status.fromThrowable(cause));
        }

        @Override
        public void onCompleted() {
            ended.add(Status.OK);
        }
    }
}
