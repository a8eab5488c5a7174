package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.registry.Surface;
import io.gantry.resource.Operation;
import io.gantry.resource.Strategy;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Creates, updates and deletes whole objects and their status. */
final class WriteHandler {

    private final Registry registry;
    private final SchemaSource schemas;
    private final ObjectDecoder decoder;
    private final Authorization authorization;
    private final CollectionReader reader;
    private final ObjectRenderer renderer;

    WriteHandler(
            Registry registry,
            SchemaSource schemas,
            ObjectDecoder decoder,
            Authorization authorization,
            CollectionReader reader,
            ObjectRenderer renderer) {
        this.registry = registry;
        this.schemas = schemas;
        this.decoder = decoder;
        this.authorization = authorization;
        this.reader = reader;
        this.renderer = renderer;
    }

    ApiResponse create(Call call) {
        WriteOptions options = WriteOptions.of("CreateOptions", call.query());
        ObjectNode object = decode(call, options);
        Optional<Strategy.Answer> answer = call.definition().strategy().answer();
        if (answer.isPresent()) {
            registry.admitBody(call.definition(), call.key(), "", object, call.context(options));
            ObjectNode answered = answer.get()
                    .to(object, call.target().namespace(), call.request().user());
            return Responses.tree(201, answered, call.format(), call.warnings());
        }
        Optional<Operation> operation = call.definition().strategy().operation();
        if (operation.isPresent()) {
            ObjectNode done = operation.get().run(object, circumstances(call, options));
            return Responses.tree(201, done, call.format(), call.warnings());
        }
        ApiObject created =
                registry.create(call.definition(), call.target().namespace(), object, call.context(options));
        return renderer.object(call, 201, created);
    }

    private static Operation.Circumstances circumstances(Call call, WriteOptions options) {
        return new Operation.Circumstances(
                call.target().namespace(),
                call.request().user(),
                call.context(options).origin().agent(),
                options.dryRun(),
                call.warnings());
    }

    ApiResponse update(Call call, Surface surface) {
        WriteOptions options = WriteOptions.of("UpdateOptions", call.query());
        ObjectNode object = decode(call, options);
        if (call.definition().namespaced()) {
            PathCheck.namespace(call.target(), object);
        }
        PathCheck.name(call.target(), object);
        UnaryOperator<ObjectNode> change = present -> object.deepCopy();
        boolean creates =
                surface == Surface.MAIN && call.definition().strategy().allowsCreateOnUpdate();
        try {
            ApiObject updated = registry.update(call.definition(), call.key(), surface, change, call.context(options));
            return renderer.object(call, 200, updated);
        } catch (StatusException e) {
            if (!creates || e.code() != 404) {
                throw e;
            }
            authorization.checkCreation(call.request(), call.target());
            ApiObject created = registry.create(
                    call.definition(), call.target().namespace(), unversioned(object), call.context(options));
            return renderer.object(call, 201, created);
        }
    }

    /** An object that does not exist cannot be of a revision or have a uid. */
    private static ObjectNode unversioned(ObjectNode object) {
        String uid = object.path("metadata").path("uid").asText("");
        if (!uid.isEmpty()) {
            throw StatusException.of(
                    409,
                    "Conflict",
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
        }
        ObjectNode copy = object.deepCopy();
        copy.withObject("/metadata").remove("resourceVersion");
        return copy;
    }

    private ObjectNode decode(Call call, WriteOptions options) {
        ObjectForm form = ObjectForm.of(call.definition(), schemas);
        ObjectNode object = decoder.decode(call.request(), form, options.validation(), call.warnings());
        if (!object.has("metadata")) {
            object.putObject("metadata");
        }
        return object;
    }

    ApiResponse delete(Call call) {
        DeleteBody body = deleteBody(call);
        Registry.Deleted deleted =
                registry.delete(call.definition(), call.key(), body.options(), call.context(body.dryRun()));
        int code = !deleted.removed() && body.accepts202() ? 202 : 200;
        boolean showsObject = (!deleted.removed() && deleted.changed())
                || call.definition().strategy().returnsDeletedObject();
        return showsObject
                ? renderer.object(call, code, deleted.object())
                : Responses.tree(code, success(call, deleted.object()), call.format(), call.warnings());
    }

    private static DeleteBody deleteBody(Call call) {
        DeleteBody body = DeleteBody.of(call.request(), call.query());
        if (body.options().propagation().isEmpty()) {
            call.definition().strategy().deleteWarning().ifPresent(call.warnings());
        }
        return body;
    }

    private static JsonNode success(Call call, ApiObject object) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        ObjectNode details = status.put("status", "Success").putObject("details");
        details.put("name", object.name());
        if (!call.definition().group().isEmpty()) {
            details.put("group", call.definition().group());
        }
        details.put("kind", call.definition().plural()).put("uid", object.uid());
        return status;
    }

    /** Deletes what the selectors mean, one after the other; not as one, as upstream does not either. */
    ApiResponse deleteCollection(Call call) {
        ListOptions options = ListOptions.ofList(call.definition(), "", call.query());
        DeleteBody body = deleteBody(call);
        CollectionReader.Page page = reader.list(call.definition(), call.namespace(), options);
        List<ApiObject> deleted = new ArrayList<>();
        for (ApiObject object : page.objects()) {
            delete(call, object, body).ifPresent(deleted::add);
        }
        return renderer.list(call, new CollectionReader.Page(deleted, page.revision(), page.next(), page.remaining()));
    }

    private Optional<ApiObject> delete(Call call, ApiObject object, DeleteBody body) {
        DeleteOptions options = body.options();
        try {
            return Optional.of(registry.delete(call.definition(), object.key(), options, call.context(body.dryRun()))
                    .object());
        } catch (StatusException e) {
            if (e.code() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
