package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.PodEviction;
import io.gantry.registry.Registry;
import io.gantry.registry.Scale;
import io.gantry.registry.TokenIssuer;
import io.gantry.resource.ScalePaths;
import io.gantry.status.StatusException;

/** Subresources whose bodies are of another kind than the object: scale, binding, eviction, token. */
final class SubresourceHandler {

    private final Registry registry;
    private final ObjectDecoder decoder;
    private final ReadHandler reads;
    private final PatchHandler patches;
    private final TokenIssuer tokens;
    private final PodEviction evictions;

    SubresourceHandler(
            Registry registry,
            ObjectDecoder decoder,
            ReadHandler reads,
            PatchHandler patches,
            TokenIssuer tokens,
            PodEviction evictions) {
        this.registry = registry;
        this.decoder = decoder;
        this.reads = reads;
        this.patches = patches;
        this.tokens = tokens;
        this.evictions = evictions;
    }

    ApiResponse scale(Call call) {
        ScalePaths paths = call.definition()
                .strategy()
                .scale()
                .orElseThrow(() -> new IllegalStateException(
                        "no scale paths: " + call.definition().kind()));
        return switch (call.verb()) {
            case GET -> reads.getScale(call, paths);
            case UPDATE -> updateScale(call, new Scale(paths));
            case PATCH -> patches.patchScale(call, new Scale(paths));
            case LIST, WATCH, CREATE, DELETE, DELETECOLLECTION, NONE -> throw Routing.methodNotAllowed();
        };
    }

    private ApiResponse updateScale(Call call, Scale scale) {
        WriteOptions options = WriteOptions.of("UpdateOptions", call.query());
        ObjectNode wanted = decoder.decode(call.request(), ObjectForm.SCALE, options.validation(), call.warnings());
        PathCheck.name(call.target(), wanted);
        ApiObject updated = registry.applying()
                .updateScale(call.definition(), call.key(), scale, shown -> wanted.deepCopy(), call.context(options));
        return Responses.tree(200, scale.show(updated.copy()), call.format(), call.warnings());
    }

    /** Binds the pod that the path names, or without one the pod that the binding names. */
    ApiResponse bind(Call call) {
        WriteOptions options = WriteOptions.of("CreateOptions", call.query());
        ObjectNode binding = decoder.decode(call.request(), ObjectForm.BINDING, options.validation(), call.warnings());
        String name = binding.path("metadata").path("name").asText("");
        if (!call.target().isCollection()
                && !call.target().resource().equals("bindings")
                && !name.equals(call.target().name())) {
            throw StatusException.badRequest("name in URL does not match name in Binding object");
        }
        PathCheck.namespace(call.target(), binding);
        ObjectKey pod = new ObjectKey(Registry.PODS, call.target().namespace(), name);
        registry.bind(pod, binding, call.context(options));
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return Responses.tree(201, status.put("status", "Success").put("code", 201), call.format(), call.warnings());
    }

    ApiResponse evict(Call call) {
        WriteOptions options = WriteOptions.of("CreateOptions", call.query());
        ObjectNode eviction =
                decoder.decode(call.request(), ObjectForm.EVICTION, options.validation(), call.warnings());
        if (!eviction.path("metadata")
                .path("name")
                .asText("")
                .equals(call.target().name())) {
            throw StatusException.badRequest("name in URL does not match name in Eviction object");
        }
        PathCheck.name(call.target(), eviction);
        DeleteBody body = DeleteBody.ofEviction(eviction, options.dryRun());
        ApiObject pod = reads.find(call);
        registry.admitBody(call.definition(), call.key(), call.target().subresource(), eviction, call.context(options));
        ObjectNode status = evictions.evict(pod, body.options(), call.context(body.dryRun()));
        return Responses.tree(201, status, call.format(), call.warnings());
    }

    ApiResponse token(Call call) {
        WriteOptions options = WriteOptions.of("CreateOptions", call.query());
        ObjectNode request =
                decoder.decode(call.request(), ObjectForm.TOKEN_REQUEST, options.validation(), call.warnings());
        ApiObject account = reads.find(call);
        registry.admitBody(call.definition(), call.key(), call.target().subresource(), request, call.context(options));
        ObjectNode issued = tokens.issue(account, request);
        return Responses.tree(201, issued, call.format(), call.warnings());
    }
}
