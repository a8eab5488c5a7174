package io.gantry.api;

import io.gantry.object.ApiObject;
import io.gantry.status.StatusException;

/** Sessions with containers: checked here, bridged to the node by the server. */
final class ConnectHandler {

    private final ReadHandler reads;

    ConnectHandler(ReadHandler reads) {
        this.reads = reads;
    }

    ApiResponse connect(Call call) {
        ApiObject pod = reads.find(call);
        return switch (call.target().subresource()) {
            case "log" -> logs(call, pod);
            case "exec" -> session(pod, ConnectOptions.exec(pod, call.query()));
            case "attach" -> session(pod, ConnectOptions.attach(pod, call.query()));
            case "portforward" -> session(pod, ConnectOptions.portForward(pod, call.query()));
            default -> throw Routing.notFound();
        };
    }

    private static ApiResponse logs(Call call, ApiObject pod) {
        ConnectRequest.Logs logs =
                ConnectOptions.logs(pod, call.query(), call.request().received());
        if (logs.nodeName().isEmpty()) {
            return Responses.text(200, "");
        }
        ConnectOptions.checkStarted(logs);
        return new ApiResponse.Connect(logs);
    }

    private static ApiResponse session(ApiObject pod, ConnectRequest request) {
        if (request.nodeName().isEmpty()) {
            throw StatusException.badRequest("pod " + pod.name() + " does not have a host assigned");
        }
        return new ApiResponse.Connect(request);
    }
}
