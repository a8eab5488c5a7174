package io.gantry.gateway;

import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.IssueTokenRequest;
import io.gantry.node.v1.IssueTokenResponse;
import io.gantry.node.v1.NodeLinkGrpc;
import io.gantry.node.v1.RequestPodCertificateRequest;
import io.gantry.node.v1.RequestPodCertificateResponse;
import io.gantry.node.v1.SessionFrame;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The calls of the node link. */
final class NodeLinkService extends NodeLinkGrpc.NodeLinkImplBase {

    private final GatewayParts parts;
    private final NodeSessions sessions;

    NodeLinkService(GatewayParts parts, NodeSessions sessions) {
        this.parts = parts;
        this.sessions = sessions;
    }

    @Override
    public StreamObserver<AgentMessage> connect(StreamObserver<ControlMessage> answers) {
        NodeConnection connection = new NodeConnection(
                NodeIdentity.NODE_NAME.get(), parts, (ServerCallStreamObserver<ControlMessage>) answers);
        connection.open();
        return connection;
    }

    @Override
    public void issueToken(IssueTokenRequest request, StreamObserver<IssueTokenResponse> answers) {
        new CredentialCalls(parts.credentials()).token(NodeIdentity.NODE_NAME.get(), request, answers);
    }

    @Override
    public void requestPodCertificate(
            RequestPodCertificateRequest request, StreamObserver<RequestPodCertificateResponse> answers) {
        new CredentialCalls(parts.credentials()).certificate(NodeIdentity.NODE_NAME.get(), request, answers);
    }

    @Override
    public StreamObserver<SessionFrame> session(StreamObserver<SessionFrame> frames) {
        SessionCall call = new SessionCall(
                NodeIdentity.NODE_NAME.get(), sessions, parts.executor(), (ServerCallStreamObserver<SessionFrame>)
                        frames);
        call.open();
        return call;
    }
}
