package io.gantry.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.e2e.Await;
import io.gantry.e2e.CommandLine;
import io.gantry.e2e.LocalCluster;
import io.gantry.e2e.SocketProtocol;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Takes the steps of one case, in a namespace of its own. */
final class CaseRunner {

    /** More than any number of rounds. */
    private static final int LONG = 100_000;

    private final LocalCluster cluster;
    private final Api api;
    private final Variables variables;
    private final CaseNamespace namespace;

    /** @param registry address of a registry that the first node reaches */
    CaseRunner(LocalCluster cluster, Api api, String registry, ConformanceCase conformanceCase) {
        this.cluster = cluster;
        this.api = api;
        this.namespace = new CaseNamespace(api);
        this.variables = new Variables(conformanceCase.parameters());
        variables.put("namespace", TextNode.valueOf(api.namespace()));
        variables.put("registry", TextNode.valueOf(registry));
    }

    void run(List<JsonNode> steps) throws IOException, InterruptedException {
        namespace.create();
        try {
            takeAll(steps);
        } finally {
            namespace.delete();
        }
    }

    private void takeAll(List<JsonNode> steps) throws IOException, InterruptedException {
        for (JsonNode step : steps) {
            JsonNode filled = step.has("repeat") ? step : variables.in(step);
            try {
                take(Step.of(filled));
            } catch (AssertionError e) {
                throw new AssertionError(
                        "at step " + filled + "\n" + e.getMessage() + "\n" + namespace.description(), e);
            }
        }
    }

    private void take(Step step) throws IOException, InterruptedException {
        switch (step) {
            case Step.Create create -> {
                namespace.remember(create.of(), create.object());
                judge(api.create(create.of(), create.object()), create.refusal());
            }
            case Step.Replace replace -> judge(api.replace(replace.of(), replace.object()), replace.refusal());
            case Step.Patch patch -> judge(api.patch(patch.of(), patch.type(), patch.with()), patch.refusal());
            case Step.Delete delete -> judge(api.delete(delete.of(), delete.options()), delete.refusal());
            case Step.Field field ->
                Await.until(
                        field.within(), () -> requireHeld(field.value(), api.value(field.of(), field.at()), "value"));
            case Step.Stays stays -> stays(stays);
            case Step.Log log -> Await.until(log.within(), () -> requireHeld(log.text(), log(log), "log"));
            case Step.Exec exec -> Await.until(exec.within(), () -> exec(exec));
            case Step.Event event -> Await.until(event.within(), () -> event(event));
            case Step.Gone gone ->
                Await.until(
                        gone.within(), () -> require(api.get(gone.of()).code() == 404, gone.of() + " is still there"));
            case Step.Remember remember ->
                Await.until(Step.PATIENCE, () -> {
                    JsonNode value = api.value(remember.of(), remember.at());
                    require(value.isContainerNode() || !value.asText().isEmpty(), "there is no " + remember.at());
                    variables.put(remember.as(), value);
                });
            case Step.Watch watch -> Await.until(Duration.ofSeconds(10), () -> watch(watch));
            case Step.Repeat repeat -> {
                for (int round = 1; round <= repeat.times(); round++) {
                    variables.put("round", IntNode.valueOf(round));
                    variables.put("left", IntNode.valueOf(LONG - round));
                    takeAll(repeat.steps());
                }
            }
            case Step.Socket socket -> Await.until(Step.PATIENCE, () -> socket(socket));
        }
    }

    private static void judge(Api.Answer answer, Step.Refusal refusal) {
        if (!refusal.expected()) {
            require(answer.succeeded(), "the server answered " + answer.code() + ": " + answer.body());
            return;
        }
        require(answer.code() == refusal.code(), "expected " + refusal + ", got " + answer);
        JsonNode status = answer.json();
        require(
                refusal.reason().isEmpty()
                        || refusal.reason().equals(status.path("reason").asText()),
                "expected reason " + refusal.reason() + ", got " + status);
        for (String part : refusal.message()) {
            require(status.path("message").asText().contains(part), "expected message " + part + ", got " + status);
        }
    }

    private void stays(Step.Stays stays) throws IOException, InterruptedException {
        long end = System.nanoTime() + stays.time().toNanos();
        do {
            requireHeld(stays.value(), api.value(stays.of(), stays.at()), "value");
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        } while (System.nanoTime() < end);
    }

    private JsonNode log(Step.Log log) throws IOException, InterruptedException {
        String query = log.container().isEmpty() ? "" : "?container=" + log.container();
        Api.Answer answer = api.get(log.pod() + "/log" + query);
        require(answer.succeeded(), "the log answered " + answer.code() + ": " + answer.body());
        return TextNode.valueOf(answer.body());
    }

    private void exec(Step.Exec exec) {
        List<String> arguments = new ArrayList<>(List.of("exec", "-n", api.namespace(), exec.pod()));
        if (!exec.container().isEmpty()) {
            arguments.addAll(List.of("-c", exec.container()));
        }
        arguments.add("--");
        arguments.addAll(exec.command());
        CommandLine.Result result = cluster.tryKubectl(arguments.toArray(String[]::new));
        require(result.exitCode() == 0, "exit code " + result.exitCode() + ": " + result.output());
        requireHeld(exec.output(), TextNode.valueOf(result.output()), "output");
    }

    private void event(Step.Event event) throws IOException, InterruptedException {
        JsonNode items = api.value("events?fieldSelector=involvedObject.name%3D" + event.of(), "/items");
        for (JsonNode item : items) {
            if (item.path("reason").asText().equals(event.reason())
                    && event.message().heldBy(item.path("message"))) {
                return;
            }
        }
        throw new AssertionError("no event " + event.reason() + " of " + event.of() + " with " + event.message());
    }

    private void watch(Step.Watch watch) throws IOException, InterruptedException {
        String separator = watch.of().contains("?") ? "&" : "?";
        String path =
                api.paths().of(watch.of(), api.namespace()) + separator + "watch=true&resourceVersion=" + watch.from();
        String events = api.client().follow(path, Duration.ofSeconds(1));
        List<String> missing = new ArrayList<>(watch.sees());
        List<String> seen = new ArrayList<>();
        for (String line : events.strip().lines().toList()) {
            String type = new Api.Answer(200, line).json().path("type").asText();
            seen.add(type);
            if (!missing.isEmpty() && missing.getFirst().equals(type)) {
                missing.removeFirst();
            }
        }
        require(missing.isEmpty(), "expected " + watch.sees() + ", watched " + seen);
    }

    private void socket(Step.Socket socket) throws IOException, InterruptedException {
        String path = api.paths().of(socket.of(), api.namespace());
        requireHeld(
                socket.text(),
                TextNode.valueOf(api.client()
                        .webSocket(path, SocketProtocol.named(socket.protocol()), "", Duration.ofSeconds(5))),
                "text");
    }

    private static void requireHeld(Expected expected, JsonNode actual, String what) {
        require(expected.heldBy(actual), "expected " + expected + ", the " + what + " was: " + actual);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
