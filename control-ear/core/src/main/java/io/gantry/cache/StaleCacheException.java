package io.gantry.cache;

/** The cache did not reach a committed revision in time: the database is slow or away. */
public final class StaleCacheException extends RuntimeException {

    public StaleCacheException(long wanted, long reached) {
        super("Too large resource version: " + wanted + ", current: " + reached);
    }
}
