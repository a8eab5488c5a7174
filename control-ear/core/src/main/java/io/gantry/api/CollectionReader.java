package io.gantry.api;

import io.gantry.cache.Listing;
import io.gantry.cache.StaleCacheException;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads collections as of the revision that a client asks for, in pages if it wants. */
final class CollectionReader {

    /** How long a read waits for a revision that another instance may have written. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Clients rely on a list in pages to end: upstream's store forgets after this time what a page goes on from. */
    private static final Duration LONGEST_LIST = Duration.ofMinutes(5);

    /** Objects that a selector looks at in one go. */
    private static final int PREPARED = 500;

    private final WatchCache cache;
    private final PastListings past;
    private final InstantSource clock;

    CollectionReader(WatchCache cache, PastListings past, InstantSource clock) {
        this.cache = cache;
        this.past = past;
        this.clock = clock;
    }

    /**
     * What a list answers.
     *
     * @param revision as of which it is
     * @param next where it goes on, empty at its end
     * @param remaining how many objects follow, where that is known
     */
    record Page(List<ApiObject> objects, long revision, Optional<ContinueToken> next, Optional<Long> remaining) {}

    Page list(ResourceDefinition definition, Optional<String> namespace, ListOptions options) {
        Optional<ContinueToken> from = options.continueToken().isEmpty()
                ? Optional.empty()
                : Optional.of(ContinueToken.parse(options.continueToken()));
        if (from.isPresent() && options.version() instanceof ResourceVersion.At) {
            throw StatusException.badRequest("specifying resource version is not allowed when using continue");
        }
        Listing listing =
                from.isPresent() ? continued(definition, namespace, from.get()) : fresh(definition, namespace, options);
        return page(definition, namespace, options, listing, from);
    }

    private Listing fresh(ResourceDefinition definition, Optional<String> namespace, ListOptions options) {
        return switch (options.version()) {
            case ResourceVersion.Any any -> cache.list(definition.storage(), namespace);
            case ResourceVersion.Newest newest -> newest(definition, namespace);
            case ResourceVersion.At at -> {
                await(at.revision());
                if (options.match() != ListOptions.Match.EXACT) {
                    yield cache.list(definition.storage(), namespace);
                }
                yield past.longAgo(definition.storage(), namespace, at.revision())
                        .orElseThrow(
                                () -> StatusException.expired("The resourceVersion for the provided list is too old."));
            }
        };
    }

    private Listing newest(ResourceDefinition definition, Optional<String> namespace) {
        cache.awaitCurrent();
        return cache.list(definition.storage(), namespace);
    }

    private Listing continued(ResourceDefinition definition, Optional<String> namespace, ContinueToken token) {
        if (token.revision() == ContinueToken.INCONSISTENT) {
            return newest(definition, namespace);
        }
        Instant since = Instant.ofEpochSecond(token.since());
        if (since.plus(LONGEST_LIST).isBefore(clock.instant())) {
            throw tooOld(token);
        }
        await(token.revision());
        return past.at(definition.storage(), namespace, token.revision()).orElseThrow(() -> tooOld(token));
    }

    /** Waits for a revision, and refuses one that nobody has written in time. */
    void await(long revision) {
        try {
            cache.awaitRevision(revision, PATIENCE);
        } catch (StaleCacheException e) {
            throw StatusException.of(504, "Timeout", "Timeout: " + e.getMessage())
                    .withCause(Json.object()
                            .put("reason", "ResourceVersionTooLarge")
                            .put("message", "Too large resource version"))
                    .retryAfter(1);
        }
    }

    private Page page(
            ResourceDefinition definition,
            Optional<String> namespace,
            ListOptions options,
            Listing listing,
            Optional<ContinueToken> from) {
        Selection selection = new Selection(definition, options);
        List<ApiObject> candidates = listing.among(selection.terms(namespace));
        int start = from.map(token -> firstAfter(candidates, token)).orElse(0);
        List<ApiObject> left = candidates.subList(start, candidates.size());
        if (options.selectsAll() && options.limit() == 0) {
            return new Page(left, listing.revision(), Optional.empty(), Optional.empty());
        }
        List<ApiObject> chosen = new ArrayList<>();
        int seen = 0;
        for (ApiObject object : left) {
            if (seen % PREPARED == 0) {
                selection.prepare(left.subList(seen, Math.min(seen + PREPARED, left.size())));
            }
            if (selection.test(object)) {
                if (options.limit() > 0 && chosen.size() == options.limit()) {
                    past.remember(definition.storage(), namespace, listing);
                    Optional<Long> remaining =
                            options.selectsAll() ? Optional.of((long) left.size() - seen) : Optional.empty();
                    return new Page(chosen, listing.revision(), Optional.of(next(listing, from, chosen)), remaining);
                }
                chosen.add(object);
            }
            seen++;
        }
        return new Page(chosen, listing.revision(), Optional.empty(), Optional.empty());
    }

    private ContinueToken next(Listing listing, Optional<ContinueToken> from, List<ApiObject> chosen) {
        long since = from.filter(token -> token.revision() == listing.revision())
                .map(ContinueToken::since)
                .orElseGet(() -> clock.instant().getEpochSecond());
        return ContinueToken.after(chosen.getLast(), listing.revision(), since);
    }

    private static int firstAfter(List<ApiObject> objects, ContinueToken token) {
        int low = 0;
        int high = objects.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (token.precedes(objects.get(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static StatusException tooOld(ContinueToken token) {
        return StatusException.expired(
                        "The provided continue parameter is too old to display a consistent list result. You"
                                + " can start a new list without the continue parameter, or use the continue token in this"
                                + " response to retrieve the remainder of the results. Continuing with the provided token results"
                                + " in an inconsistent list - objects that were created, modified, or deleted between the time the"
                                + " first chunk was returned and now may show up in the list.")
                .withContinue(token.inconsistent().encode());
    }
}
