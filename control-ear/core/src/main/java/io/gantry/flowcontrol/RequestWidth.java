package io.gantry.flowcontrol;

import io.gantry.identity.RequestAttributes;

/** How many seats a request takes: lists more, the more objects they go over. */
final class RequestWidth {

    private static final int OBJECTS_PER_SEAT = 100;
    private static final int MOST = 10;
    /** No request takes more than this part of its level. */
    private static final double LEVEL_PART = 0.15;

    private RequestWidth() {}

    /**
     * @param initialEvents whether a watch begins with what is there
     * @param objects in the collection
     * @param nominalSeats of the level
     */
    static int of(RequestAttributes request, boolean initialEvents, long objects, int nominalSeats) {
        boolean reads = request.verb().equals("list") || (request.verb().equals("watch") && initialEvents);
        if (!reads || !request.name().isEmpty()) {
            return 1;
        }
        long most = Math.min(MOST, Math.max(1, (long) Math.ceil(LEVEL_PART * nominalSeats)));
        return (int) Math.max(1, Math.min(most, (objects + OBJECTS_PER_SEAT - 1) / OBJECTS_PER_SEAT));
    }
}
