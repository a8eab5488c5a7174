package io.gantry.api;

import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.Registry;
import io.gantry.registry.WriteContext;
import io.gantry.resource.ResourceDefinition;
import java.util.Optional;
import java.util.function.BiConsumer;

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
        String manager = options.managerOr(request.headers().first("User-Agent"));
        return new WriteContext(request.user(), options.dryRun(), warnings, manager, annotations, options::shown);
    }

    /** Of a write that sets no fields. */
    WriteContext context(boolean dryRun) {
        return new WriteContext(request.user(), dryRun, warnings, "", annotations, Json::object);
    }
}
