package io.gantry.cache;

import io.gantry.object.ApiObject;
import java.util.Comparator;

/** An entry of the index by owner: an object has one for each owner that it names. */
record Owned(String ownerUid, ApiObject object) {

    static final SortedTree<Owned> NONE = SortedTree.empty(Comparator.comparing(Owned::ownerUid)
            .thenComparing(owned -> owned.object().key()));

    /** The index after an object took the place of another. */
    static SortedTree<Owned> reindexed(SortedTree<Owned> index, CacheEvent change) {
        return switch (change) {
            case CacheEvent.Added added -> with(index, added.object());
            case CacheEvent.Modified modified -> with(rest(index, modified), modified.object());
            case CacheEvent.Deleted deleted -> without(index, deleted.object());
        };
    }

    /** Entries under the same owners need not be taken out: the new ones take their place. */
    private static SortedTree<Owned> rest(SortedTree<Owned> index, CacheEvent.Modified change) {
        boolean same = change.previous().ownerUids().equals(change.object().ownerUids());
        return same ? index : without(index, change.previous());
    }

    private static SortedTree<Owned> with(SortedTree<Owned> index, ApiObject object) {
        SortedTree<Owned> result = index;
        for (String owner : object.ownerUids()) {
            result = result.with(new Owned(owner, object));
        }
        return result;
    }

    private static SortedTree<Owned> without(SortedTree<Owned> index, ApiObject object) {
        SortedTree<Owned> result = index;
        for (String owner : object.ownerUids()) {
            result = result.without(new Owned(owner, object));
        }
        return result;
    }
}
