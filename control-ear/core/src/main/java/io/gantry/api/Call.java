package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.Registry;
import io.gantry.registry.WriteContext;
import io.gantry.resource.ResourceDefinition;
import io.gantry.store.Origin;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A resource request on its way: what came, what it names, how to answer. */
record Call(
        ApiRequest request,
        QueryParameters query,
        ResourceTarget target,
        Verb verb,
        ResourceDefinition definition,
        OutputFormat format,
        Warnings warnings,
        BiConsumer<String, String> annotations) {

    ObjectKey key() {
        return Registry.key(definition, target.namespace(), target.name());
    }

    /** Where a collection lies: one namespace, or everywhere. */
    Optional<String> namespace() {
        return definition.namespaced() && !target.namespace().isEmpty()
                ? Optional.of(target.namespace())
                : Optional.empty();
    }

    WriteContext context(WriteOptions options) {
        return context(options.dryRun(), options.managerOr(userAgent()), options::shown);
    }

    /** Of a write that sets no fields. */
    WriteContext context(boolean dryRun) {
        return context(dryRun, "", Json::object);
    }

    private WriteContext context(boolean dryRun, String manager, Supplier<ObjectNode> options) {
        return new WriteContext(request.user(), dryRun, warnings, manager, annotations, options, origin(manager));
    }

    private Origin origin(String manager) {
        String agent = manager.isEmpty() ? WriteOptions.program(userAgent()) : manager;
        String does = verb == Verb.PATCH && Patch.isApply(request) ? "apply" : verb.text();
        return new Origin(
                request.user().username(),
                agent,
                target.subresource().isEmpty() ? does : does + " " + target.subresource());
    }

    private String userAgent() {
        return request.headers().first("User-Agent");
    }
}
