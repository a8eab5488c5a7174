package io.gantry.server.heap;

/**
 * When the old generation has so much garbage that a collection pays: the same share of what lives, however much that is. A server that
 * has become quiet gives back what its last work has left: nobody notices the pause.
 */
final class GarbagePolicy {

    /** Looks without work after which a server counts as quiet. */
    private static final int CALM = 2;

    /** Below this the memory is not worth a pause. */
    private static final long FLOOR_BYTES = 640L << 20;

    private static final long LEAST_GARBAGE_BYTES = 256L << 20;

    private GarbagePolicy() {}

    /**
     * Tells whether a collection is due.
     *
     * @param used bytes in use
     * @param live bytes that were in use after the last collection; 0 before the first
     * @param freed bytes that the last collection freed; of what is stored faster than it is thrown away, few
     * @param quiet looks in a row before which next to nothing was allocated
     */
    static boolean isDue(long used, long live, long freed, int quiet) {
        // with 1000 MB alive at 1500 MB; at 2000 MB if nearly all that had been added was alive the last time
        long expected = freed < live / 8 ? live : live / 2;
        boolean worthAPause = used > FLOOR_BYTES && used > live + Math.max(expected, LEAST_GARBAGE_BYTES);
        // twice: what is softly reachable is aged by the time of the collection before
        return worthAPause || quiet == CALM || quiet == CALM + 1;
    }
}
