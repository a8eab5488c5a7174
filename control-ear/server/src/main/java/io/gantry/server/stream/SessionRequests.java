package io.gantry.server.stream;

import io.gantry.api.ConnectRequest;
import io.gantry.api.ConnectRequest.Streams;
import io.gantry.api.ProxyRequest;
import io.gantry.node.v1.AttachRequest;
import io.gantry.node.v1.ExecRequest;
import io.gantry.node.v1.LogOutput;
import io.gantry.node.v1.LogsRequest;
import io.gantry.node.v1.NodeConnectionRequest;
import io.gantry.node.v1.PodReference;
import io.gantry.node.v1.PortForwardRequest;
import io.gantry.node.v1.SessionRequest;
import io.gantry.object.ApiObject;

/** Says in the words of the node link what a client wants of a container. */
public final class SessionRequests {

    private SessionRequests() {}

    public static SessionRequest of(ConnectRequest.Logs logs) {
        LogsRequest.Builder request = LogsRequest.newBuilder()
                .setPod(pod(logs.pod()))
                .setContainer(logs.container())
                .setFollow(logs.follow())
                .setPrevious(logs.previous())
                .setTimestamps(logs.timestamps())
                .setOutput(output(logs.stream()));
        logs.tailLines().ifPresent(request::setTailLines);
        logs.limitBytes().ifPresent(request::setLimitBytes);
        logs.since().ifPresent(since -> request.setSinceTime(since.toString()));
        return SessionRequest.newBuilder().setLogs(request).build();
    }

    private static LogOutput output(ConnectRequest.LogStream stream) {
        return switch (stream) {
            case ALL -> LogOutput.LOG_OUTPUT_ALL;
            case STDOUT -> LogOutput.LOG_OUTPUT_STDOUT;
            case STDERR -> LogOutput.LOG_OUTPUT_STDERR;
        };
    }

    public static SessionRequest of(ConnectRequest.Exec exec) {
        Streams streams = exec.streams();
        return SessionRequest.newBuilder()
                .setExec(ExecRequest.newBuilder()
                        .setPod(pod(exec.pod()))
                        .setContainer(exec.container())
                        .addAllCommand(exec.command())
                        .setStdin(streams.stdin())
                        .setStdout(streams.stdout())
                        .setStderr(streams.stderr())
                        .setTty(streams.tty()))
                .build();
    }

    public static SessionRequest of(ConnectRequest.Attach attach) {
        Streams streams = attach.streams();
        return SessionRequest.newBuilder()
                .setAttach(AttachRequest.newBuilder()
                        .setPod(pod(attach.pod()))
                        .setContainer(attach.container())
                        .setStdin(streams.stdin())
                        .setStdout(streams.stdout())
                        .setStderr(streams.stderr())
                        .setTty(streams.tty()))
                .build();
    }

    /** A connection to one port of a pod. */
    public static SessionRequest of(ConnectRequest.PortForward forward, int port) {
        return SessionRequest.newBuilder()
                .setPortForward(PortForwardRequest.newBuilder()
                        .setPod(pod(forward.pod()))
                        .setPort(port))
                .build();
    }

    /** A connection to a server behind a proxy subresource. */
    public static SessionRequest of(ProxyRequest.Backend backend) {
        SessionRequest.Builder request = SessionRequest.newBuilder();
        return switch (backend) {
            case ProxyRequest.PodPort port ->
                request.setPortForward(PortForwardRequest.newBuilder()
                                .setPod(pod(port.pod()))
                                .setAddress(port.address())
                                .setPort(port.port()))
                        .build();
            case ProxyRequest.NodePort port ->
                request.setNodeConnection(NodeConnectionRequest.newBuilder()
                                .setAddress(port.address())
                                .setPort(port.port()))
                        .build();
            case ProxyRequest.NodeAgent agent ->
                request.setNodeConnection(NodeConnectionRequest.getDefaultInstance())
                        .build();
        };
    }

    private static PodReference pod(ApiObject pod) {
        return PodReference.newBuilder()
                .setNamespace(pod.namespace())
                .setName(pod.name())
                .setUid(pod.uid())
                .build();
    }
}
