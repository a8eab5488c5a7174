package io.gantry.api;

import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.registry.Scale;
import io.gantry.resource.ScalePaths;
import io.gantry.status.StatusException;

/** Gets and lists. */
final class ReadHandler {

    private final WatchCache cache;
    private final CollectionReader reader;
    private final ObjectRenderer renderer;

    ReadHandler(WatchCache cache, CollectionReader reader, ObjectRenderer renderer) {
        this.cache = cache;
        this.reader = reader;
        this.renderer = renderer;
    }

    ApiResponse get(Call call) {
        return renderer.object(call, 200, find(call));
    }

    ApiResponse getScale(Call call, ScalePaths paths) {
        return Responses.tree(200, new Scale(paths).show(find(call).json()), call.format(), call.warnings());
    }

    ApiResponse list(Call call) {
        ListOptions options =
                ListOptions.ofList(call.definition(), call.target().name(), call.query());
        return renderer.list(call, reader.list(call.definition(), call.namespace(), options));
    }

    /** The object that a path names, no older than the client allows. */
    ApiObject find(Call call) {
        switch (ResourceVersion.of(call.query())) {
            case ResourceVersion.Newest newest -> cache.awaitCurrent();
            case ResourceVersion.Any any -> {}
            case ResourceVersion.At at -> reader.await(at.revision());
        }
        return cache.get(call.key())
                .orElseThrow(() -> StatusException.notFound(
                        call.definition().groupResource(), call.target().name()));
    }
}
