package io.gantry.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * One step of a case: the whole vocabulary of the case files. {@code of} is an address below the case's namespace such as
 * {@code pods/web} or {@code pods/web/status}, or a whole path; {@code at} is a JSON pointer.
 */
sealed interface Step {

    /** Posts an object. */
    record Create(String of, JsonNode object, Refusal refusal) implements Step {}

    /** Puts an object; one without a resource version replaces whatever is there. */
    record Replace(String of, JsonNode object, Refusal refusal) implements Step {}

    /** @param type the media type of the patch */
    record Patch(String of, JsonNode with, String type, Refusal refusal) implements Step {}

    record Delete(String of, JsonNode options, Refusal refusal) implements Step {}

    /** Waits until the value is as expected. */
    record Field(String of, String at, Expected value, Duration within) implements Step {}

    /** The value is as expected, and nothing else meanwhile. */
    record Stays(String of, String at, Expected value, Duration time) implements Step {}

    /** Waits until the container's log is as expected. */
    record Log(String pod, String container, Expected text, Duration within) implements Step {}

    /** Waits until a command in the container succeeds and prints as expected. */
    record Exec(String pod, String container, List<String> command, Expected output, Duration within) implements Step {}

    /** Waits for an event of the object of that name. */
    record Event(String of, String reason, Expected message, Duration within) implements Step {}

    record Gone(String of, Duration within) implements Step {}

    /** Keeps a value for later steps, which name it in angle brackets. */
    record Remember(String as, String of, String at) implements Step {}

    /** The changes after a remembered resource version, in this order; others may lie between. */
    record Watch(String of, String from, List<String> sees) implements Step {}

    /** Takes the steps again and again; {@code <round>} counts up from 1, {@code <left>} counts down. */
    record Repeat(int times, List<JsonNode> steps) implements Step {}

    /** What a web socket of this sub-protocol sends. */
    record Socket(String of, String protocol, Expected text) implements Step {}

    /** How the server must refuse a write. Code 0: it must not. */
    record Refusal(int code, String reason, List<String> message) {

        static Refusal of(JsonNode node) {
            return new Refusal(
                    node.path("code").asInt(), node.path("reason").asText(), Expected.texts(node.path("message")));
        }

        boolean expected() {
            return code != 0;
        }
    }

    Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("gantry.conformance.patience", 100));

    /** @throws IllegalArgumentException for a step outside the vocabulary */
    static Step of(JsonNode node) {
        Set<String> words = new TreeSet<>();
        node.fieldNames().forEachRemaining(words::add);
        Refusal refusal = Refusal.of(node.path("refused"));
        words.remove("refused");
        if (words.size() != 1) {
            throw new IllegalArgumentException("not one step: " + node);
        }
        String word = words.iterator().next();
        JsonNode body = node.get(word);
        return switch (word) {
            case "create" -> create(body, refusal);
            case "replace" -> {
                only(body, Set.of("of", "object"));
                yield new Replace(text(body, "of"), body.path("object"), refusal);
            }
            case "patch" -> {
                only(body, Set.of("of", "with", "type"));
                yield new Patch(text(body, "of"), body.path("with"), patchType(body), refusal);
            }
            case "delete" -> delete(body, refusal);
            case "field" -> {
                only(body, Set.of("of", "at", "within"), Expected.KEYS);
                yield new Field(text(body, "of"), text(body, "at"), Expected.of(body), within(body));
            }
            case "stays" -> {
                only(body, Set.of("of", "at", "seconds"), Expected.KEYS);
                yield new Stays(
                        text(body, "of"),
                        text(body, "at"),
                        Expected.of(body),
                        Duration.ofSeconds(body.path("seconds").asInt(5)));
            }
            case "log" -> {
                only(body, Set.of("of", "container", "within"), Expected.KEYS);
                yield new Log(text(body, "of"), body.path("container").asText(), Expected.of(body), within(body));
            }
            case "exec" -> {
                only(body, Set.of("of", "container", "run", "command", "within"), Expected.KEYS);
                yield new Exec(
                        text(body, "of"),
                        body.path("container").asText(),
                        command(body),
                        Expected.of(body),
                        within(body));
            }
            case "event" -> {
                only(body, Set.of("of", "reason", "within"), Expected.KEYS);
                yield new Event(text(body, "of"), text(body, "reason"), Expected.of(body), within(body));
            }
            case "gone" -> new Gone(body.asText(), PATIENCE);
            case "remember" -> {
                only(body, Set.of("as", "of", "at"));
                yield new Remember(text(body, "as"), text(body, "of"), text(body, "at"));
            }
            case "watch" -> {
                only(body, Set.of("of", "from", "sees"));
                yield new Watch(text(body, "of"), text(body, "from"), Expected.texts(body.path("sees")));
            }
            case "repeat" -> {
                only(body, Set.of("times", "steps"));
                yield new Repeat(body.path("times").asInt(), list(body.path("steps")));
            }
            case "socket" -> {
                only(body, Set.of("of", "protocol"), Expected.KEYS);
                yield new Socket(text(body, "of"), text(body, "protocol"), Expected.of(body));
            }
            default -> throw new IllegalArgumentException("no such step: " + word);
        };
    }

    private static Step create(JsonNode body, Refusal refusal) {
        if (body.has("kind")) {
            return new Create("", body, refusal);
        }
        only(body, Set.of("of", "object"));
        return new Create(text(body, "of"), body.path("object"), refusal);
    }

    private static Step delete(JsonNode body, Refusal refusal) {
        if (body.isTextual()) {
            return new Delete(body.asText(), body.path("options"), refusal);
        }
        only(body, Set.of("of", "options"));
        return new Delete(text(body, "of"), body.path("options"), refusal);
    }

    private static String patchType(JsonNode body) {
        return "application/" + body.path("type").asText("strategic-merge").toLowerCase(Locale.ROOT) + "-patch+json";
    }

    /** {@code run} is a line for the container's shell. */
    private static List<String> command(JsonNode body) {
        return body.has("run") ? List.of("sh", "-c", body.get("run").asText()) : Expected.texts(body.path("command"));
    }

    private static Duration within(JsonNode body) {
        return body.has("within") ? Duration.ofSeconds(body.get("within").asInt()) : PATIENCE;
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static String text(JsonNode body, String key) {
        if (!body.has(key)) {
            throw new IllegalArgumentException("no " + key + " in " + body);
        }
        return body.get(key).asText();
    }

    @SafeVarargs
    private static void only(JsonNode body, Set<String>... allowed) {
        Set<String> unknown = new HashSet<>();
        body.fieldNames().forEachRemaining(unknown::add);
        for (Set<String> keys : allowed) {
            unknown.removeAll(keys);
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown " + unknown + " in " + body);
        }
    }
}
