package io.gantry.server.heap;

/** When the old generation has so much garbage that a collection pays: the same share of what lives, however much that is. */
final class GarbagePolicy {

    /** Below this the memory is not worth a pause. */
    private static final long FLOOR_BYTES = 640L << 20;

    private static final long LEAST_GARBAGE_BYTES = 256L << 20;

    private GarbagePolicy() {}

    /**
     * @param used bytes in use
     * @param live bytes that were in use after the last collection; 0 before the first
     */
    static boolean isDue(long used, long live) {
        // with 1000 MB alive, at 1500 MB
        return used > Math.max(FLOOR_BYTES, live + Math.max(live / 2, LEAST_GARBAGE_BYTES));
    }
}
