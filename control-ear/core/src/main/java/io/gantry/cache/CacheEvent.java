package io.gantry.cache;

import io.gantry.object.ApiObject;

/** One change as a watcher sees it; knows the state before, so that a selector can tell who enters and who leaves. */
public sealed interface CacheEvent {

    /** The state after the change; of Deleted the last state, at the revision of the removal. */
    ApiObject object();

    record Added(ApiObject object) implements CacheEvent {}

    record Modified(ApiObject object, ApiObject previous) implements CacheEvent {}

    record Deleted(ApiObject object) implements CacheEvent {}
}
