package io.gantry.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.JsonEquality;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * JSON patch (RFC 6902). Its own implementation, because a patch of few bytes may double a document with every {@code copy}: what
 * is copied is counted and bounded, and so is the depth that a path may reach.
 */
public final class JsonPatch {

    private static final int MAX_OPERATIONS = 10_000;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_FINDINGS = 100;

    private static final Set<String> FIELDS = Set.of("op", "path", "from", "value");
    private static final List<String> TEXTS = List.of("op", "path", "from");

    private enum Kind {
        ADD,
        REMOVE,
        REPLACE,
        MOVE,
        COPY,
        TEST
    }

    private record Operation(Kind kind, JsonPointer path, JsonPointer from, JsonNode value) {}

    private final List<Operation> operations;

    private JsonPatch(List<Operation> operations) {
        this.operations = operations;
    }

    /**
     * Throws BadRequest for what is no patch, RequestEntityTooLarge for one of too many operations, and Invalid for operations that fit no
     * document.
     */
    public static JsonPatch parse(JsonNode patch) {
        if (!patch.isArray()) {
            throw unreadable(patch, "value of type []handlers.jsonPatchOp");
        }
        if (patch.size() > MAX_OPERATIONS) {
            throw BodyReader.tooLarge(
                    "The allowed maximum operations in a JSON patch is " + MAX_OPERATIONS + ", got " + patch.size());
        }
        List<Operation> operations = new ArrayList<>();
        patch.forEach(operation -> operations.add(operation(operation)));
        return new JsonPatch(operations);
    }

    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /** What a strict reader has against the operations, in the order of the text. */
    static List<String> strictFindings(JsonDocument document) {
        List<String> findings = new ArrayList<>();
        for (int i = 0; i < Math.min(document.tree().size(), MAX_FINDINGS); i++) {
            String place = "[" + i + "]";
            document.tree().get(i).fieldNames().forEachRemaining(field -> {
                if (!FIELDS.contains(field) && findings.size() < MAX_FINDINGS) {
                    findings.add("json patch unknown field " + Quoted.of(place + "." + field));
                }
            });
            document.duplicates().stream()
                    .filter(duplicate -> duplicate.path().startsWith(place))
                    .forEach(duplicate -> findings.add("json patch " + duplicate.text()));
        }
        return List.copyOf(findings);
    }

    private static Operation operation(JsonNode node) {
        checkTypes(node);
        String name = text(node, "op").orElse("unknown");
        Kind kind = switch (name) {
            case "add" -> Kind.ADD;
            case "remove" -> Kind.REMOVE;
            case "replace" -> Kind.REPLACE;
            case "move" -> Kind.MOVE;
            case "copy" -> Kind.COPY;
            case "test" -> Kind.TEST;
            default -> throw refused("Unexpected kind: " + name);
        };
        boolean hasFrom = kind == Kind.MOVE || kind == Kind.COPY;
        JsonPointer from = hasFrom ? pointer(node, name, "from") : JsonPointer.empty();
        JsonNode value = node.path("value").isMissingNode() ? NullNode.getInstance() : node.path("value");
        return new Operation(kind, pointer(node, name, "path"), from, value);
    }

    private static void checkTypes(JsonNode operation) {
        if (!operation.isObject() && !operation.isNull()) {
            throw unreadable(operation, "value of type handlers.jsonPatchOp");
        }
        for (String field : TEXTS) {
            JsonNode value = operation.path(field);
            if (!value.isTextual() && !value.isNull() && !value.isMissingNode()) {
                throw unreadable(value, "struct field jsonPatchOp." + field + " of type string");
            }
        }
    }

    private static StatusException unreadable(JsonNode value, String wanted) {
        return StatusException.badRequest(
                "error decoding patch: json: cannot unmarshal " + BodyReader.kindOf(value) + " into Go " + wanted);
    }

    private static Optional<String> text(JsonNode operation, String field) {
        return Optional.ofNullable(operation.path(field).textValue());
    }

    private static JsonPointer pointer(JsonNode operation, String name, String field) {
        String text = text(operation, field)
                .orElseThrow(() -> refused(name + " operation failed to decode " + field + ": missing value"));
        if (!text.isEmpty() && !text.startsWith("/")) {
            throw refused(name + " operation does not apply: doc is missing " + field + ": " + Quoted.of(text)
                    + ": missing value");
        }
        if (text.chars().filter(c -> c == '/').count() > MAX_DEPTH) {
            throw refused(name + " operation does not apply: " + field + " is deeper than " + MAX_DEPTH);
        }
        return JsonPointer.compile(text);
    }

    /**
     * The patched document. Throws Invalid when an operation does not fit.
     *
     * @param document changed on the way
     */
    public JsonNode apply(ObjectNode document) {
        JsonNode root = document;
        long copied = 0;
        for (Operation operation : operations) {
            JsonPointer path = operation.path();
            switch (operation.kind()) {
                case ADD -> root = put(Kind.ADD, root, path, operation.value().deepCopy());
                case REMOVE -> root = remove(root, path);
                case REPLACE ->
                    root = put(Kind.REPLACE, root, path, operation.value().deepCopy());
                case MOVE -> {
                    JsonNode moved = existing(root, operation.from());
                    if (path.toString().startsWith(operation.from() + "/")) {
                        throw refused("cannot move " + operation.from() + " into itself");
                    }
                    root = put(Kind.ADD, remove(root, operation.from()), path, moved);
                }
                case COPY -> {
                    JsonNode source = existing(root, operation.from());
                    copied += Json.write(source).length;
                    if (copied > ApiRequest.BODY_LIMIT) {
                        throw refused("the accumulated size of copies is too large");
                    }
                    root = put(Kind.ADD, root, path, source.deepCopy());
                }
                case TEST -> test(root, path, operation.value());
            }
        }
        return root;
    }

    private static void test(JsonNode root, JsonPointer path, JsonNode value) {
        JsonNode actual = root.at(path);
        boolean same = value.isNull() || value.isMissingNode()
                ? actual.isNull() || actual.isMissingNode()
                : JsonEquality.same(actual, value);
        if (!same) {
            throw refused("testing value " + path + " failed: test failed");
        }
    }

    private static JsonNode existing(JsonNode root, JsonPointer path) {
        JsonNode node = root.at(path);
        if (node.isMissingNode()) {
            throw refused(path + " does not exist");
        }
        return node;
    }

    /**
     * Adds or replaces a value. As upstream's library has it, a field to replace that is not there is set like any other, against the
     * RFC.
     */
    private static JsonNode put(Kind kind, JsonNode root, JsonPointer path, JsonNode value) {
        if (segments(path) + depth(value) > Json.MAX_DEPTH) {
            throw refused("the document would be nested deeper than " + Json.MAX_DEPTH);
        }
        if (path.matches()) {
            return value;
        }
        String last = path.last().getMatchingProperty();
        switch (root.at(path.head())) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array when kind == Kind.REPLACE -> array.set(index(array.size() - 1, last, path), value);
            case ArrayNode array when last.equals("-") -> array.add(value);
            case ArrayNode array -> array.insert(index(array.size(), last, path), value);
            default -> throw missing(kind, path);
        }
        return root;
    }

    /** The place for a value is not there; also after a removal of the whole document. */
    private static StatusException missing(Kind kind, JsonPointer path) {
        return refused(kind.name().toLowerCase(Locale.ROOT) + " operation does not apply: doc is missing path: "
                + Quoted.of(path.toString()) + ": missing value");
    }

    private static int segments(JsonPointer path) {
        return (int) path.toString().chars().filter(c -> c == '/').count();
    }

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, depth(child));
        }
        return node.isContainerNode() ? deepest + 1 : 0;
    }

    private static JsonNode remove(JsonNode root, JsonPointer path) {
        existing(root, path);
        if (path.matches()) {
            return MissingNode.getInstance();
        }
        String last = path.last().getMatchingProperty();
        switch (root.at(path.head())) {
            case ObjectNode object -> object.remove(last);
            case ArrayNode array -> array.remove(index(array.size() - 1, last, path));
            default -> throw missing(Kind.REMOVE, path);
        }
        return root;
    }

    private static int index(int max, String text, JsonPointer path) {
        boolean number = !text.isEmpty()
                && text.length() < 10
                && !(text.length() > 1 && text.startsWith("0"))
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || Integer.parseInt(text) > max) {
            throw refused("invalid index in " + path);
        }
        return Integer.parseInt(text);
    }

    private static StatusException refused(String why) {
        return StatusException.of(422, "Invalid", "the server rejected our request due to an error in our request")
                .withCause(Json.object().put("message", why));
    }
}
