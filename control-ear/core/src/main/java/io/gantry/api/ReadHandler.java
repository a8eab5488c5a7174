package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.registry.Scale;
import io.gantry.resource.ScalePaths;
import io.gantry.resource.Source;
import io.gantry.selector.FieldSelector;
import io.gantry.selector.LabelSelector;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Gets and lists. */
final class ReadHandler {

    /** Of what is made and not stored. */
    private static final int LARGEST_ANSWER = 1000;

    private final WatchCache cache;
    private final CollectionReader reader;
    private final ObjectRenderer renderer;

    ReadHandler(WatchCache cache, CollectionReader reader, ObjectRenderer renderer) {
        this.cache = cache;
        this.reader = reader;
        this.renderer = renderer;
    }

    ApiResponse get(Call call) {
        Optional<Source> source = call.definition().strategy().source();
        if (source.isPresent()) {
            return renderer.object(
                    call,
                    200,
                    source.get()
                            .get(
                                    call.target().name(),
                                    question(call, LabelSelector.EVERYTHING, FieldSelector.EVERYTHING, 1, "")));
        }
        return renderer.object(call, 200, find(call));
    }

    ApiResponse getScale(Call call, ScalePaths paths) {
        Scale scale = new Scale(paths);
        ObjectNode object = find(call).json();
        scale.requireReplicas(object);
        return Responses.tree(200, scale.show(object), call.format(), call.warnings());
    }

    ApiResponse list(Call call) {
        ListOptions options =
                ListOptions.ofList(call.definition(), call.target().name(), call.query());
        if (call.query().has("asOf")) {
            options = options.exactly(revisionAt(call.query().text("asOf")));
        }
        Optional<Source> source = call.definition().strategy().source();
        return renderer.list(
                call,
                source.isPresent()
                        ? made(call, source.get(), options)
                        : reader.list(call.definition(), call.namespace(), options));
    }

    /** Gantry's own: a list as of a time. */
    private long revisionAt(String time) {
        long revision = cache.revisionAt(instant(time));
        if (revision == 0) {
            throw StatusException.expired("history does not reach back to " + time);
        }
        return revision;
    }

    private static Instant instant(String time) {
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeParseException e) {
            throw StatusException.badRequest(
                    "asOf must be a time such as 2026-11-21T18:00:00Z, and is " + Quoted.of(time));
        }
    }

    private static CollectionReader.Page made(Call call, Source source, ListOptions options) {
        if (!options.labels().isEmpty() && !source.labelled()) {
            throw StatusException.badRequest(call.definition().plural() + " have no labels");
        }
        int limit = (int) (options.limit() > 0 ? Math.min(options.limit(), LARGEST_ANSWER) : LARGEST_ANSWER);
        String from = options.continueToken().isEmpty()
                ? ""
                : ContinueToken.parse(options.continueToken()).afterName();
        Source.Found found = source.list(question(call, options.labels(), options.fields(), limit, from));
        return new CollectionReader.Page(
                found.objects(),
                found.revision(),
                found.next().map(next -> new ContinueToken(found.revision(), "", next, 0)),
                Optional.empty());
    }

    private static Source.Question question(
            Call call, LabelSelector labels, FieldSelector fields, int limit, String from) {
        return new Source.Question(
                call.request().user(),
                call.namespace(),
                labels,
                fields,
                limit,
                from,
                call.query().values());
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
