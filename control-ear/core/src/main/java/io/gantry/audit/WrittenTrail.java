package io.gantry.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.identity.UserInfoJson;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes one event for each stage. */
final class WrittenTrail implements AuditTrail {

    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int FIRST_FAILURE = 400;
    private static final String ANNOTATION = "authorization.k8s.io/";

    private final AuditPolicy.Choice choice;
    private final AuditSink sink;
    private final InstantSource clock;
    private final Supplier<Optional<JsonNode>> requestBody;
    private final ObjectNode event = Json.object();

    WrittenTrail(
            AuditPolicy.Choice choice,
            AuditSink sink,
            InstantSource clock,
            RequestFacts facts,
            UserInfo user,
            RequestAttributes attributes) {
        this.choice = choice;
        this.sink = sink;
        this.clock = clock;
        this.requestBody = facts.body();
        event.put("kind", "Event").put("apiVersion", "audit.k8s.io/v1");
        event.put("level", choice.level().title()).put("auditID", facts.auditId());
        event.put("stage", "").put("requestURI", facts.uri()).put("verb", attributes.verb());
        event.set("user", UserInfoJson.show(user));
        if (!facts.addresses().isEmpty()) {
            facts.addresses().forEach(event.putArray("sourceIPs")::add);
        }
        put(event, "userAgent", facts.userAgent());
        if (attributes.resourceRequest()) {
            event.set("objectRef", reference(attributes));
        }
        event.put("requestReceivedTimestamp", MICRO_TIME.format(facts.received()));
    }

    private static ObjectNode reference(RequestAttributes attributes) {
        ObjectNode reference = Json.object();
        put(reference, "resource", attributes.resource());
        put(reference, "namespace", attributes.namespace());
        put(reference, "name", attributes.name());
        put(reference, "apiGroup", attributes.group());
        put(reference, "apiVersion", attributes.version());
        put(reference, "subresource", attributes.subresource());
        return reference;
    }

    private static void put(ObjectNode object, String field, String text) {
        if (!text.isEmpty()) {
            object.put(field, text);
        }
    }

    @Override
    public void received() {
        write(Stage.REQUEST_RECEIVED);
    }

    @Override
    public void actsAs(UserInfo user) {
        event.set("impersonatedUser", UserInfoJson.show(user));
    }

    @Override
    public void allowed(String reason) {
        decided("allow", reason);
    }

    @Override
    public void forbidden(String reason) {
        decided("forbid", reason);
    }

    /** What is said first of a key stays, as upstream has it. Webhooks are asked side by side. */
    @Override
    public synchronized void annotate(String key, String value) {
        ObjectNode annotations = Nodes.child(event, "annotations");
        if (!annotations.has(key)) {
            annotations.put(key, value);
        }
    }

    private void decided(String decision, String reason) {
        Nodes.child(event, "annotations").put(ANNOTATION + "decision", decision).put(ANNOTATION + "reason", reason);
    }

    @Override
    public void started(int code) {
        answered(code, Optional.empty());
        write(Stage.RESPONSE_STARTED);
    }

    @Override
    public void complete(int code, Supplier<Optional<JsonNode>> body) {
        boolean whole = choice.level().includes(Level.REQUEST_RESPONSE);
        Optional<JsonNode> answer = whole || code >= FIRST_FAILURE ? body.get() : Optional.empty();
        answered(code, answer);
        if (whole) {
            answer.ifPresent(tree -> event.set("responseObject", tree));
        }
        write(Stage.RESPONSE_COMPLETE);
    }

    private void answered(int code, Optional<JsonNode> answer) {
        if (choice.level().includes(Level.REQUEST)) {
            requestBody.get().ifPresent(tree -> event.set("requestObject", tree));
        }
        ObjectNode status = event.putObject("responseStatus");
        status.putObject("metadata");
        if (code >= FIRST_FAILURE) {
            answer.ifPresent(tree -> List.of("status", "message", "reason", "details")
                    .forEach(field -> {
                        if (tree.has(field)) {
                            status.set(field, tree.get(field));
                        }
                    }));
        }
        status.put("code", code);
    }

    private void write(Stage stage) {
        if (choice.writes(stage)) {
            Instant now = clock.instant();
            sink.write(event.deepCopy().put("stage", stage.title()).put("stageTimestamp", MICRO_TIME.format(now)));
        }
    }
}
