package io.gantry.cache;

import io.gantry.store.ObjectStore;
import io.gantry.store.StoreEvent;
import java.util.List;

/**
 * Reads the whole store into a state, page by page. Pages are of different moments; the events from the first page's moment to the
 * last one's, applied over all of them, make the state one of a single revision.
 */
final class Loader {

    private static final int PAGE = 2000;

    private final ObjectStore store;

    Loader(ObjectStore store) {
        this.store = store;
    }

    /** Throws {@link io.gantry.store.RevisionCompactedException} when the log was cut while the pages were read. */
    ClusterState load() {
        ObjectStore.Snapshot page = store.list("", "", PAGE);
        long first = page.revision();
        ClusterState state = ClusterState.EMPTY.with(page.objects(), first);
        while (page.more()) {
            page = store.list("", page.objects().getLast().key().path(), PAGE);
            state = state.with(page.objects(), first);
        }
        return completed(state, page.revision());
    }

    private ClusterState completed(ClusterState start, long last) {
        ClusterState state = start;
        while (state.revision() < last) {
            List<StoreEvent> events = store.eventsAfter(state.revision(), PAGE);
            if (events.isEmpty()) {
                throw new IllegalStateException(
                        "the log ends at " + state.revision() + ", before the list's revision " + last);
            }
            state = state.after(events).state();
        }
        return state;
    }
}
