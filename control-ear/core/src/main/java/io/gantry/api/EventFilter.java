package io.gantry.api;

import io.gantry.api.WatchStream.Translated;
import io.gantry.api.WatchStream.Type;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.CacheEvent.Added;
import io.gantry.cache.CacheEvent.Deleted;
import io.gantry.cache.CacheEvent.Modified;
import io.gantry.object.ApiObject;
import java.util.Optional;
import java.util.function.Predicate;

/** What a watcher with a selector sees of an event: an object that begins to match is added, one that ceases to is deleted. */
final class EventFilter {

    private final Predicate<ApiObject> matches;

    EventFilter(Predicate<ApiObject> matches) {
        this.matches = matches;
    }

    static EventFilter everything() {
        return new EventFilter(object -> true);
    }

    Optional<Translated> translate(CacheEvent event) {
        return switch (event) {
            case Added added -> only(Type.ADDED, added.object());
            case Deleted deleted -> only(Type.DELETED, deleted.object());
            case Modified modified -> modified(modified);
        };
    }

    private Optional<Translated> only(Type type, ApiObject object) {
        return matches.test(object) ? Optional.of(new Translated(type, object)) : Optional.empty();
    }

    private Optional<Translated> modified(Modified event) {
        boolean before = matches.test(event.previous());
        boolean after = matches.test(event.object());
        if (before && !after) {
            return Optional.of(new Translated(Type.DELETED, leaving(event)));
        }
        return only(before ? Type.MODIFIED : Type.ADDED, event.object());
    }

    /** The last state that matched, at the revision of the change, so that the watcher can go on from there. */
    private static ApiObject leaving(Modified event) {
        ApiObject last = event.previous();
        return ApiObject.of(last.key(), event.object().revision(), ApiObject.document(last.json()));
    }
}
