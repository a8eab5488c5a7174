package io.gantry.gateway;

import io.gantry.node.v1.AgentMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one agent has reported and nobody has written yet. Of each thing only the newest report waits. Registration and heartbeat
 * overtake the rest: a busy node must not look dead. Thread-safe.
 */
final class Inbox {

    private static final String HELLO = "hello";
    private static final String HEARTBEAT = "heartbeat";
    private static final String USAGE = "usage";

    private final int capacity;
    private final int eventCapacity;
    private final Map<String, AgentMessage> first = new LinkedHashMap<>();
    private final Map<String, AgentMessage> reports = new LinkedHashMap<>();
    private final Deque<AgentMessage> events = new ArrayDeque<>();

    /**
     * @param capacity reports that may wait before the agent is made to wait
     * @param eventCapacity events that may wait; the oldest go first
     */
    Inbox(int capacity, int eventCapacity) {
        this.capacity = capacity;
        this.eventCapacity = eventCapacity;
    }

    /** Queues a report; false when no more must be read from the agent until {@link #hasRoom}. */
    synchronized boolean offer(AgentMessage message) {
        switch (message.getMessageCase()) {
            case HELLO -> first.put(HELLO, message);
            case HEARTBEAT -> first.put(HEARTBEAT, message);
            case NODE_STATUS -> reports.put("node", message);
            case POD_STATUS -> reports.put("status/" + message.getPodStatus().getUid(), message);
            case POD_FINISHED ->
                reports.put("finished/" + message.getPodFinished().getUid(), message);
            case VOLUME_REMOVED ->
                reports.put("volume/" + message.getVolumeRemoved().getUid(), message);
            // costs no write, so it takes nothing of the node's share
            case USAGE -> first.put(USAGE, message);
            case STATIC_PODS -> reports.put("static", message);
            case EVENT -> offerEvent(message);
            case MESSAGE_NOT_SET -> {
                // a newer agent says something that this version does not know
            }
        }
        return hasRoom();
    }

    private void offerEvent(AgentMessage event) {
        if (events.size() >= eventCapacity) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    synchronized boolean hasRoom() {
        return reports.size() < capacity;
    }

    /** Takes what must not wait. */
    synchronized Optional<AgentMessage> pollFirst() {
        return Stream.of(HELLO, HEARTBEAT, USAGE)
                .filter(first::containsKey)
                .findFirst()
                .map(first::remove);
    }

    /** Takes the next report, or the next event when there is no report. */
    synchronized Optional<AgentMessage> poll() {
        if (reports.isEmpty()) {
            return Optional.ofNullable(events.pollFirst());
        }
        String key = reports.keySet().iterator().next();
        return Optional.of(reports.remove(key));
    }

    synchronized boolean isEmpty() {
        return first.isEmpty() && reports.isEmpty() && events.isEmpty();
    }

    synchronized void clear() {
        first.clear();
        reports.clear();
        events.clear();
    }
}
