package io.gantry.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.protobuf.ProtobufOutput;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Answers with objects and lists of them in the form that the client asked for. */
final class ObjectRenderer {

    private static final byte[] NEWLINE = {'\n'};
    private static final byte[] COMMA = {','};
    private static final byte[] LIST_END = "]}\n".getBytes(StandardCharsets.UTF_8);

    private final InstantSource clock;

    ObjectRenderer(InstantSource clock) {
        this.clock = clock;
    }

    ApiResponse.Complete object(Call call, int code, ApiObject object) {
        OutputFormat format = call.format();
        return switch (format.shape()) {
            case OBJECT -> whole(call, code, object);
            case PARTIAL ->
                Responses.tree(
                        code,
                        new ItemEncoder.Partial(format.metaApiVersion()).of(object.metadata()),
                        format,
                        call.warnings());
            case PARTIAL_LIST ->
                throw StatusException.of(
                        406,
                        "NotAcceptable",
                        "you requested PartialObjectMetadataList, but the requested object is not a list");
            case TABLE -> table(call, code, List.of(object), metadata(object.revision()));
        };
    }

    private static ApiResponse.Complete whole(Call call, int code, ApiObject object) {
        boolean stored = object.revision() > 0 && !call.definition().convertsStorage();
        if (stored && call.format().json()) {
            return Responses.json(code, Body.of(object.encoded(), NEWLINE), call.format(), call.warnings());
        }
        ApiObject shown = call.definition().strategy().converted(object);
        return Responses.tree(
                code, call.definition().strategy().fromStored(shown.copy()), call.format(), call.warnings());
    }

    ApiResponse.Complete list(Call call, CollectionReader.Page page) {
        ObjectNode metadata = metadata(page.revision());
        page.next().ifPresent(token -> metadata.put("continue", token.encode()));
        page.remaining().ifPresent(count -> metadata.put("remainingItemCount", count));
        OutputFormat format = call.format();
        return switch (format.shape()) {
            case OBJECT -> {
                if (call.definition().isCustom() && !metadata.has("continue")) {
                    // of lists of custom resources, upstream writes it even when there is no more
                    metadata.put("continue", "");
                }
                yield objects(call, call.definition().strategy().converted(page.objects()), metadata);
            }
            case PARTIAL_LIST -> partials(call, page.objects(), metadata);
            case PARTIAL ->
                throw StatusException.of(
                        406,
                        "NotAcceptable",
                        "you requested PartialObjectMetadata, but the requested object is a list");
            case TABLE -> table(call, 200, page.objects(), metadata);
        };
    }

    private static ObjectNode metadata(long revision) {
        ObjectNode metadata = Json.object();
        return revision == 0 ? metadata : metadata.put("resourceVersion", Long.toString(revision));
    }

    private static ApiResponse.Complete objects(Call call, List<ApiObject> objects, ObjectNode metadata) {
        ResourceDefinition definition = call.definition();
        ObjectNode head = listHead(definition.listKind(), definition.apiVersion(), metadata);
        OutputFormat format = call.format();
        return switch (format.encoding()) {
            case JSON -> Responses.json(200, jsonList(definition, head, objects), format, call.warnings());
            case PROTOBUF -> {
                ItemEncoder.Whole encoder = new ItemEncoder.Whole(definition);
                Iterable<ObjectNode> items =
                        () -> objects.stream().map(encoder::tree).iterator();
                yield Responses.bytes(format.contentType(), ProtobufOutput.list(head, items), call.warnings());
            }
            case YAML -> {
                ArrayNode items = head.putArray("items");
                objects.forEach(object -> items.add(item(definition, object)));
                yield Responses.tree(200, head, format, call.warnings());
            }
        };
    }

    private static Body jsonList(ResourceDefinition definition, ObjectNode head, List<ApiObject> objects) {
        if (!definition.convertsStorage()) {
            return new StoredList(openList(head), objects, StoredList.Items.of(definition));
        }
        // what somebody outside has converted is encoded already
        return definition.isCustom()
                ? parts(head, objects, new ItemEncoder.Whole(definition)::event)
                : parts(head, objects, object -> Json.write(item(definition, object)));
    }

    /** An object as a list shows it: upstream's lists of built-in kinds say kind and version once. */
    private static ObjectNode item(ResourceDefinition definition, ApiObject object) {
        ObjectNode item = definition.strategy().fromStored(object.copy());
        return definition.isCustom() ? item : item.without(List.of("kind", "apiVersion"));
    }

    /** A list of items that are not there as bytes. */
    private static Body parts(ObjectNode head, List<ApiObject> objects, Function<ApiObject, byte[]> encoding) {
        List<byte[]> parts = new ArrayList<>(2 * objects.size() + 2);
        parts.add(openList(head));
        for (ApiObject object : objects) {
            if (parts.size() > 1) {
                parts.add(COMMA);
            }
            parts.add(encoding.apply(object));
        }
        parts.add(LIST_END);
        return new Body.Parts(parts);
    }

    /** The text of a list up to its items. */
    private static byte[] openList(ObjectNode head) {
        String text = head.toString();
        return (text.substring(0, text.length() - 1) + ",\"items\":[").getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode listHead(String kind, String apiVersion, ObjectNode metadata) {
        ObjectNode head = Json.object().put("kind", kind).put("apiVersion", apiVersion);
        return head.set("metadata", metadata);
    }

    private static ApiResponse.Complete partials(Call call, List<ApiObject> objects, ObjectNode metadata) {
        String apiVersion = call.format().metaApiVersion();
        ObjectNode list = listHead("PartialObjectMetadataList", apiVersion, metadata);
        ItemEncoder.Partial encoder = new ItemEncoder.Partial(apiVersion);
        if (call.format().json()) {
            return Responses.json(200, parts(list, objects, encoder::event), call.format(), call.warnings());
        }
        ArrayNode items = list.putArray("items");
        objects.forEach(object -> items.add(encoder.of(object.metadata())));
        return Responses.tree(200, list, call.format(), call.warnings());
    }

    private ApiResponse.Complete table(Call call, int code, List<ApiObject> objects, ObjectNode metadata) {
        TableEncoder encoder = new TableEncoder(call.definition(), call.format(), TableOptions.of(call.query()));
        List<byte[]> pieces = encoder.list(objects, metadata, clock.instant());
        pieces.add(NEWLINE);
        Body table = new Body.Parts(pieces);
        return call.format().json()
                ? Responses.json(code, table, call.format(), call.warnings())
                : Responses.tree(code, Json.read(table.bytes()), call.format(), call.warnings());
    }
}
