package io.gantry.customresource.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.status.FieldErrors;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import io.gantry.validation.LabelRules;
import io.gantry.webhook.WebhookCallException;
import io.gantry.webhook.WebhookClient;
import io.gantry.webhook.WebhookEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Asks a webhook to convert (apiextensions.k8s.io ConversionReview). What it makes of metadata counts for labels and annotations only. */
final class ConversionWebhook implements CustomConversion {

    private static final String GROUP = "apiextensions.k8s.io";
    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** So many objects go into one review, which thereby stays of a size that the answer may be of. */
    private static final int BATCH = 500;

    private final WebhookClient client;
    private final WebhookEndpoint endpoint;
    private final List<String> reviewVersions;
    private final Supplier<String> uids;

    ConversionWebhook(
            WebhookClient client, WebhookEndpoint endpoint, List<String> reviewVersions, Supplier<String> uids) {
        this.client = client;
        this.endpoint = endpoint;
        this.reviewVersions = reviewVersions;
        this.uids = uids;
    }

    @Override
    public List<ObjectNode> convert(List<ObjectNode> objects, String apiVersion) {
        List<ObjectNode> converted = new ArrayList<>(objects.size());
        for (int start = 0; start < objects.size(); start += BATCH) {
            converted.addAll(batch(objects.subList(start, Math.min(start + BATCH, objects.size())), apiVersion));
        }
        return converted;
    }

    private List<ObjectNode> batch(List<ObjectNode> objects, String apiVersion) {
        ObjectNode first = objects.getFirst();
        String what = objects.size() == 1
                ? Nodes.text(first, "apiVersion") + ", Kind=" + Nodes.text(first, "kind")
                : apiVersion + ", Kind=" + Nodes.text(first, "kind") + "List";
        List<JsonNode> answers = ask(objects, apiVersion, what);
        if (answers.size() != objects.size()) {
            throw failed(what, "returned " + answers.size() + " objects, expected " + objects.size());
        }
        List<ObjectNode> converted = new ArrayList<>(objects.size());
        for (int index = 0; index < objects.size(); index++) {
            Place place = new Place(what, index, objects.size() > 1);
            converted.add(taken(objects.get(index), answers.get(index), apiVersion, place));
        }
        return converted;
    }

    private List<JsonNode> ask(List<ObjectNode> objects, String apiVersion, String what) {
        String version = reviewVersions.stream()
                .filter(REVIEW_VERSIONS::contains)
                .findFirst()
                .orElseThrow(() -> refused("no supported conversion review versions"));
        String uid = uids.get();
        ObjectNode review = Json.object().put("kind", "ConversionReview").put("apiVersion", GROUP + "/" + version);
        ObjectNode request = review.putObject("request").put("uid", uid).put("desiredAPIVersion", apiVersion);
        objects.forEach(request.putArray("objects")::add);
        try {
            ObjectNode response = response(client.post(endpoint, TIMEOUT, review), version, uid);
            List<JsonNode> converted = new ArrayList<>();
            response.path("convertedObjects").forEach(converted::add);
            return converted;
        } catch (WebhookCallException e) {
            throw failed(what, "failed: " + e.getMessage());
        }
    }

    private static ObjectNode response(ObjectNode review, String version, String uid) throws WebhookCallException {
        String apiVersion = Nodes.text(review, "apiVersion");
        String kind = Nodes.text(review, "kind");
        boolean checked = version.equals("v1");
        if (checked && !(apiVersion.equals(GROUP + "/v1") && kind.equals("ConversionReview"))) {
            throw new WebhookCallException("expected webhook response of " + GROUP + "/v1, Kind=ConversionReview, got "
                    + (apiVersion.isEmpty() ? "/" : apiVersion) + ", Kind=" + kind);
        }
        if (!(review.get("response") instanceof ObjectNode response)) {
            throw new WebhookCallException("no response provided");
        }
        String answered = Nodes.text(response, "uid");
        if (checked && !answered.equals(uid)) {
            throw new WebhookCallException("expected response.uid=" + Quoted.of(uid) + ", got " + Quoted.of(answered));
        }
        JsonNode result = response.path("result");
        String status = Nodes.text(result, "status");
        if (!status.equals("Success")) {
            String message = Nodes.text(result, "message");
            throw new WebhookCallException(
                    message.isEmpty() ? "response.result.status was '" + status + "', not 'Success'" : message);
        }
        return response;
    }

    /** Where an object is of which an error tells. */
    private record Place(String what, int index, boolean inList) {

        StatusException invalidType(String why) {
            String object = inList ? "converted object" : "object";
            return failed(what, "returned invalid " + object + " at index " + index + ": " + why);
        }

        StatusException invalid(String why) {
            return inList ? invalidType(why) : failed(what, "returned invalid object: " + why);
        }

        StatusException invalidMetadata(String why) {
            return failed(
                    what, "returned invalid metadata" + (inList ? " in object at index " + index : "") + ": " + why);
        }
    }

    private static ObjectNode taken(ObjectNode original, JsonNode answer, String apiVersion, Place place) {
        String version = Nodes.text(answer, "apiVersion");
        if (!(answer instanceof ObjectNode converted) || !version.equals(apiVersion)) {
            throw place.invalidType("invalid groupVersion (expected " + apiVersion + ", received " + version + ")");
        }
        String kind = Nodes.text(original, "kind");
        if (!Nodes.text(converted, "kind").equals(kind)) {
            throw place.invalidType(
                    "invalid kind (expected " + kind + ", received " + Nodes.text(converted, "kind") + ")");
        }
        JsonNode before = original.path("metadata");
        JsonNode after = converted.path("metadata");
        same(before, after, "name", "name", place);
        same(before, after, "namespace", "namespace", place);
        same(before, after, "uid", "UID", place);
        if (!after.isObject()) {
            throw place.invalidMetadata("missing metadata in converted object");
        }
        converted.set("metadata", metadata(before, after, place));
        return converted;
    }

    private static void same(JsonNode before, JsonNode after, String field, String shown, Place place) {
        String expected = Nodes.text(before, field);
        String got = Nodes.text(after, field);
        if (!expected.equals(got)) {
            throw place.invalid("must have the same " + shown + ": " + expected + " != " + got);
        }
    }

    private static ObjectNode metadata(JsonNode before, JsonNode after, Place place) {
        ObjectNode metadata = Nodes.copy(before);
        for (String field : List.of("labels", "annotations")) {
            JsonNode given = after.path(field);
            metadata.remove(field);
            if (given.isObject()) {
                for (JsonNode value : given) {
                    if (!value.isTextual()) {
                        throw place.invalidMetadata("metadata." + field + " must hold strings only");
                    }
                }
                if (!given.equals(before.path(field))) {
                    check(field, given, place);
                }
                metadata.set(field, given);
            } else if (Nodes.has(after, field)) {
                throw place.invalidMetadata("metadata." + field + " is no object in converted object");
            }
        }
        return metadata;
    }

    /** What has been stored is what may be stored: all that is new must be as if a client had sent it. */
    private static void check(String field, JsonNode given, Place place) {
        FieldErrors errors = new FieldErrors();
        if (field.equals("labels")) {
            LabelRules.labels(ApiObject.strings(given), "metadata.labels", errors);
        } else {
            LabelRules.annotations(ApiObject.strings(given), "metadata.annotation", errors);
        }
        List<String> texts = errors.list().stream()
                .map(error -> error.field() + ": " + error.message())
                .toList();
        if (!texts.isEmpty()) {
            throw place.invalidMetadata(texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]");
        }
    }

    private static StatusException failed(String what, String why) {
        return refused("conversion webhook for " + what + " " + why);
    }

    /** Upstream does not say of what kind these errors are. */
    private static StatusException refused(String message) {
        return StatusException.of(500, "", message);
    }
}
