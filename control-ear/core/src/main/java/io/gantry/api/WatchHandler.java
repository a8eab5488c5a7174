package io.gantry.api;

import io.gantry.api.WatchStream.ReadySignal;
import io.gantry.api.WatchStream.Translated;
import io.gantry.api.WatchStream.Type;
import io.gantry.cache.Listing;
import io.gantry.cache.Subscription;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.status.StatusException;
import io.gantry.store.RevisionCompactedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Begins watches (API concepts, "Efficient detection of changes"). */
final class WatchHandler {

    /** Without a timeout of the client's a watch lasts this long, up to twice as long, so that not all end at once. */
    private static final long SHORTEST_SECONDS = 1800;

    /** A month: nobody means more. */
    private static final long LONGEST_SECONDS = 2_592_000;

    private final WatchCache cache;
    private final CollectionReader reader;
    private final InstantSource clock;
    private final RandomGenerator random;

    WatchHandler(WatchCache cache, CollectionReader reader, InstantSource clock, RandomGenerator random) {
        this.cache = cache;
        this.reader = reader;
        this.clock = clock;
        this.random = random;
    }

    ApiResponse watch(Call call) {
        ListOptions options =
                ListOptions.ofWatch(call.definition(), call.target().name(), call.query());
        EventEncoder encoder = new EventEncoder(
                ItemEncoder.of(call.definition(), call.format(), TableOptions.of(call.query()), clock), call.format());
        WatchStream stream = open(call, options, encoder);
        String type = call.format().contentType();
        String contentType = call.format().protobuf() ? type + ";stream=watch" : type;
        return new ApiResponse.Watch(contentType, Responses.headers(call.warnings()), stream);
    }

    private WatchStream open(Call call, ListOptions options, EventEncoder encoder) {
        ReadySignal ready = new ReadySignal();
        List<byte[]> initial = new ArrayList<>();
        Selection selection = new Selection(call.definition(), options);
        long revision = options.initialEvents()
                ? initialEvents(call, options, selection, encoder, initial)
                : startingPoint(options.version());
        Subscription subscription;
        try {
            subscription =
                    cache.subscribe(call.definition().storage(), selection.terms(call.namespace()), revision, ready);
        } catch (RevisionCompactedException e) {
            List<byte[]> error = new ArrayList<>();
            encoder.error(StatusException.expired(e.getMessage()).status(), error);
            return WatchStream.of(error, encoder, clock);
        }
        return new WatchStream(
                initial,
                subscription,
                ready,
                options.selectsAll() ? EventFilter.everything() : new EventFilter(selection),
                encoder,
                deadline(options),
                options.allowBookmarks(),
                clock);
    }

    /** The present state as events, at a revision from which the watch goes on. */
    private long initialEvents(
            Call call, ListOptions options, Selection selection, EventEncoder encoder, List<byte[]> frames) {
        startingPoint(options.version());
        Listing listing = cache.list(call.definition().storage(), call.namespace());
        List<ApiObject> candidates = listing.among(selection.terms(call.namespace()));
        selection.prepare(candidates);
        List<ApiObject> selected = candidates.stream().filter(selection).toList();
        for (ApiObject object : call.definition().strategy().converted(selected)) {
            encoder.encode(new Translated(Type.ADDED, object), frames);
        }
        // who has not asked for initial events by name does not wait for their end
        if (options.allowBookmarks() && call.query().isTrue("sendInitialEvents")) {
            encoder.initialEventsEnd(listing.revision(), frames);
        }
        return listing.revision();
    }

    private long startingPoint(ResourceVersion version) {
        return switch (version) {
            case ResourceVersion.Newest newest -> cache.awaitCurrent();
            case ResourceVersion.Any any -> cache.revision();
            case ResourceVersion.At at -> {
                reader.await(at.revision());
                yield at.revision();
            }
        };
    }

    private Instant deadline(ListOptions options) {
        long seconds = options.timeoutSeconds()
                .map(wanted -> Math.min(wanted, LONGEST_SECONDS))
                .orElseGet(() -> SHORTEST_SECONDS + random.nextLong(SHORTEST_SECONDS));
        return clock.instant().plusSeconds(seconds);
    }
}
