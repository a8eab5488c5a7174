package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ConnectRequest.LogStream;
import io.gantry.api.ConnectRequest.Streams;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.status.FieldErrors;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and checks the parameters of sessions with containers (core/v1 PodLogOptions, PodExecOptions and so on). */
final class ConnectOptions {

    private ConnectOptions() {}

    static ConnectRequest.Logs logs(ApiObject pod, QueryParameters query, Instant now) {
        Optional<Long> tailLines = query.number("tailLines");
        Optional<Long> limitBytes = query.number("limitBytes");
        Optional<Long> sinceSeconds = query.number("sinceSeconds");
        String sinceTime = query.text("sinceTime");
        FieldErrors errors = new FieldErrors();
        tailLines
                .filter(lines -> lines < 0)
                .ifPresent(lines -> errors.invalid("tailLines", lines, "must be greater than or equal to 0"));
        limitBytes
                .filter(bytes -> bytes < 1)
                .ifPresent(bytes -> errors.invalid("limitBytes", bytes, "must be greater than 0"));
        if (sinceSeconds.isPresent() && !sinceTime.isEmpty()) {
            errors.forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified");
        } else {
            sinceSeconds
                    .filter(seconds -> seconds < 1)
                    .ifPresent(seconds -> errors.invalid("sinceSeconds", seconds, "must be greater than 0"));
        }
        LogStream stream = logStream(query.text("stream"), errors);
        if (stream != LogStream.ALL && tailLines.isPresent()) {
            errors.forbidden("", "`tailLines` and specific `stream` are mutually exclusive for now");
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid("", "PodLogOptions", pod.name(), errors.list());
        }
        // far enough back for any log, and still a time
        Optional<Instant> since = sinceSeconds
                .map(seconds -> now.minusSeconds(Math.min(seconds, Integer.MAX_VALUE)))
                .or(() -> sinceTime.isEmpty() ? Optional.empty() : Optional.of(time(sinceTime)));
        return new ConnectRequest.Logs(
                pod,
                PodContainers.choose(pod, query.text("container")),
                query.isTrue("follow"),
                query.isTrue("previous"),
                query.isTrue("timestamps"),
                since,
                tailLines,
                limitBytes,
                stream);
    }

    private static LogStream logStream(String stream, FieldErrors errors) {
        return switch (stream) {
            case "", "All" -> LogStream.ALL;
            case "Stdout" -> LogStream.STDOUT;
            case "Stderr" -> LogStream.STDERR;
            default -> {
                errors.notSupported("stream", stream, List.of("All", "Stderr", "Stdout"));
                yield LogStream.ALL;
            }
        };
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw StatusException.badRequest("parsing time " + Quoted.of(text) + " as RFC3339: cannot parse");
        }
    }

    /** Refuses the log of a container that has not begun, with the reason that its status gives. */
    static void checkStarted(ConnectRequest.Logs logs) {
        JsonNode status = PodContainers.status(logs.pod(), logs.container());
        String reason = status.path("state").path("waiting").path("reason").asText("");
        if (logs.previous() || reason.isEmpty() || status.path("lastState").has("terminated")) {
            return;
        }
        String shown = switch (reason) {
            case "ErrImagePull" -> "image can't be pulled";
            case "ImagePullBackOff" -> "trying and failing to pull image";
            default -> reason;
        };
        throw StatusException.badRequest("container " + Quoted.of(logs.container()) + " in pod "
                + Quoted.of(logs.pod().name()) + " is waiting to start: " + shown);
    }

    /** @param options a PodExecOptions */
    static ConnectRequest.Exec exec(ApiObject pod, ObjectNode options) {
        List<String> command = Nodes.texts(options, "command");
        if (command.isEmpty()) {
            throw StatusException.badRequest("you must specify at least 1 command for the container");
        }
        return new ConnectRequest.Exec(pod, container(pod, options), List.copyOf(command), streams(options));
    }

    /** @param options a PodAttachOptions */
    static ConnectRequest.Attach attach(ApiObject pod, ObjectNode options) {
        return new ConnectRequest.Attach(pod, container(pod, options), streams(options));
    }

    private static String container(ApiObject pod, ObjectNode options) {
        return PodContainers.choose(pod, Nodes.text(options, "container"));
    }

    private static Streams streams(ObjectNode options) {
        Streams streams = new Streams(
                options.path("stdin").asBoolean(),
                options.path("stdout").asBoolean(),
                options.path("stderr").asBoolean(),
                options.path("tty").asBoolean());
        if (!streams.stdin() && !streams.stdout() && !streams.stderr()) {
            throw StatusException.badRequest("you must specify at least 1 of stdin, stdout, stderr");
        }
        return streams;
    }

    /** @param options a PodPortForwardOptions */
    static ConnectRequest.PortForward portForward(ApiObject pod, ObjectNode options) {
        List<Integer> ports = new ArrayList<>();
        options.path("ports").forEach(port -> ports.add(port.asInt()));
        return new ConnectRequest.PortForward(pod, List.copyOf(ports));
    }

    /** As core/v1 PodExecOptions: what admission is shown. */
    static ObjectNode shownExec(QueryParameters query) {
        ObjectNode shown = shown("PodExecOptions", query);
        query.all("command").forEach(shown.putArray("command")::add);
        return shown;
    }

    /** As core/v1 PodAttachOptions. */
    static ObjectNode shownAttach(QueryParameters query) {
        return shown("PodAttachOptions", query);
    }

    private static ObjectNode shown(String kind, QueryParameters query) {
        ObjectNode shown = options(kind);
        for (String stream : List.of("stdin", "stdout", "stderr", "tty")) {
            if (query.isTrue(stream)) {
                shown.put(stream, true);
            }
        }
        String container = query.text("container");
        return container.isEmpty() ? shown : shown.put("container", container);
    }

    /** As core/v1 PodPortForwardOptions. */
    static ObjectNode shownPortForward(QueryParameters query) {
        ObjectNode shown = options("PodPortForwardOptions");
        for (String list : query.all("ports")) {
            for (String port : list.split(",")) {
                shown.withArray("ports").add(port(port));
            }
        }
        return shown;
    }

    /**
     * As core/v1 PodProxyOptions, ServiceProxyOptions or NodeProxyOptions.
     *
     * @param path what the backend is asked for, decoded; may be empty
     */
    static ObjectNode shownProxy(String kind, String path) {
        ObjectNode shown = options(kind);
        return path.isEmpty() ? shown : shown.put("path", path);
    }

    private static ObjectNode options(String kind) {
        return Json.object().put("kind", kind).put("apiVersion", "v1");
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("port " + Quoted.of(text) + " is not a number");
        }
        throw StatusException.badRequest("port " + text + " must be between 1 and 65535");
    }
}
