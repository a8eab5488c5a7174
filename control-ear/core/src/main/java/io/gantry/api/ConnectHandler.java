package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.registry.Registry;
import io.gantry.status.StatusException;

/** Sessions with containers: checked here, bridged to the node by the server. */
final class ConnectHandler {

    private final Registry registry;
    private final ReadHandler reads;

    ConnectHandler(Registry registry, ReadHandler reads) {
        this.registry = registry;
        this.reads = reads;
    }

    ApiResponse connect(Call call) {
        return switch (call.target().subresource()) {
            case "log" -> logs(call, reads.find(call));
            case "exec" -> {
                ObjectNode options = admitted(call, ConnectOptions.shownExec(call.query()));
                ApiObject pod = reads.find(call);
                yield session(call, pod, ConnectOptions.exec(pod, options));
            }
            case "attach" -> {
                ObjectNode options = admitted(call, ConnectOptions.shownAttach(call.query()));
                ApiObject pod = reads.find(call);
                yield session(call, pod, ConnectOptions.attach(pod, options));
            }
            case "portforward" -> {
                ObjectNode options = admitted(call, ConnectOptions.shownPortForward(call.query()));
                ApiObject pod = reads.find(call);
                yield session(call, pod, ConnectOptions.portForward(pod, options));
            }
            default -> throw Routing.notFound();
        };
    }

    /** The options as admission leaves them. */
    private ObjectNode admitted(Call call, ObjectNode options) {
        registry.admitConnect(call.definition(), call.key(), call.target().subresource(), options, call.context(false));
        return options;
    }

    private static ApiResponse logs(Call call, ApiObject pod) {
        ConnectRequest.Logs logs =
                ConnectOptions.logs(pod, call.query(), call.request().received());
        if (logs.nodeName().isEmpty()) {
            return Responses.text(200, "");
        }
        ConnectOptions.checkStarted(logs);
        return new ApiResponse.Connect(logs, call.warnings().headerValues());
    }

    private static ApiResponse session(Call call, ApiObject pod, ConnectRequest request) {
        if (request.nodeName().isEmpty()) {
            throw StatusException.badRequest("pod " + pod.name() + " does not have a host assigned");
        }
        return new ApiResponse.Connect(request, call.warnings().headerValues());
    }
}
