package io.gantry.flowcontrol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The seats of one priority level and the requests that wait for them. Queues take turns by the seat time that their requests have used
 * (start-time fair queuing), so that each gets as much as any other that has requests, whatever it sends. Time is a parameter, and there
 * are no threads: not for concurrent use.
 */
final class FairQueues {

    /** What a request is charged when it begins, as long as nobody knows how long it takes; the rest when it ends. */
    private static final long EXPECTED_NANOS = 3_000_000;

    /** A request of this level, from its arrival to its end. */
    static final class Ticket {

        private final int width;
        private final Runnable onSeat;
        private Queue queue;
        private long begunAt;
        private State state = State.WAITING;

        /**
         * @param width seats that it takes
         * @param onSeat told when it has them after it had to wait
         */
        Ticket(int width, Runnable onSeat) {
            this.width = width;
            this.onSeat = onSeat;
        }

        boolean isSeated() {
            return state == State.SEATED;
        }

        void seated() {
            onSeat.run();
        }
    }

    private enum State {
        WAITING,
        SEATED,
        OVER
    }

    private static final class Queue {
        private final Deque<Ticket> waiting = new ArrayDeque<>();
        private long waitingSeats;
        private int running;
        /** Seat nanoseconds that it was charged. */
        private long used;

        private boolean isIdle() {
            return waiting.isEmpty() && running == 0;
        }
    }

    enum Arrival {
        SEATED,
        QUEUED,
        REFUSED
    }

    private LevelSettings settings;
    private List<Queue> queues;
    private int seats;
    private int seatsTaken;
    private long seatsWanted;
    private long mostWanted;
    /** What the queue that was served last had used: one that was idle begins there, and saves nothing up. */
    private long virtualTime;

    FairQueues(LevelSettings settings, int seats) {
        this.settings = settings;
        this.seats = seats;
        this.queues = newQueues(settings);
    }

    private static List<Queue> newQueues(LevelSettings settings) {
        List<Queue> queues = new ArrayList<>();
        for (int i = 0; i < Math.max(1, settings.queues()); i++) {
            queues.add(new Queue());
        }
        return queues;
    }

    LevelSettings settings() {
        return settings;
    }

    /** Takes up changed settings. Requests that wait in queues that are no more go to the first ones. */
    void configure(LevelSettings changed) {
        if (Math.max(1, changed.queues()) != queues.size()) {
            List<Queue> before = queues;
            queues = newQueues(changed);
            int next = 0;
            for (Queue old : before) {
                Queue heir = queues.get(next++ % queues.size());
                old.waiting.forEach(ticket -> ticket.queue = heir);
                heir.waiting.addAll(old.waiting);
                heir.waitingSeats += old.waitingSeats;
                heir.used = Math.max(heir.used, old.used);
            }
        }
        settings = changed;
    }

    /** A request has come. */
    Arrival arrive(Ticket ticket, long flow, long now) {
        want(ticket.width);
        Queue queue = shortest(flow);
        ticket.queue = queue;
        if (queue.isIdle()) {
            queue.used = Math.max(queue.used, virtualTime);
        }
        boolean nobodyWaits = seatsWanted - ticket.width == seatsTaken;
        if (nobodyWaits && fits(ticket)) {
            seat(ticket, now);
            return Arrival.SEATED;
        }
        if (queue.waiting.size() >= settings.queueLength()) {
            seatsWanted -= ticket.width;
            ticket.state = State.OVER;
            return Arrival.REFUSED;
        }
        queue.waiting.addLast(ticket);
        queue.waitingSeats += ticket.width;
        return Arrival.QUEUED;
    }

    private void want(int width) {
        seatsWanted += width;
        mostWanted = Math.max(mostWanted, seatsWanted);
    }

    /** Of the flow's hand the queue with the least waiting in it. */
    private Queue shortest(long flow) {
        Queue best = null;
        for (int index : ShuffleSharding.hand(flow, queues.size(), Math.max(1, settings.handSize()))) {
            Queue queue = queues.get(index);
            if (best == null || queue.waitingSeats + queue.running < best.waitingSeats + best.running) {
                best = queue;
            }
        }
        return best;
    }

    /** A request that is wider than the level gets in when it is alone. */
    private boolean fits(Ticket ticket) {
        return seatsTaken == 0 || seatsTaken + ticket.width <= seats;
    }

    private void seat(Ticket ticket, long now) {
        ticket.state = State.SEATED;
        ticket.begunAt = now;
        seatsTaken += ticket.width;
        ticket.queue.running++;
        virtualTime = Math.max(virtualTime, ticket.queue.used);
        ticket.queue.used += ticket.width * EXPECTED_NANOS;
    }

    /** A request has ended; gives those that may begin now, which the caller tells. */
    List<Ticket> finish(Ticket ticket, long now) {
        if (ticket.state != State.SEATED) {
            return List.of();
        }
        ticket.state = State.OVER;
        seatsTaken -= ticket.width;
        seatsWanted -= ticket.width;
        ticket.queue.running--;
        ticket.queue.used += ticket.width * (now - ticket.begunAt - EXPECTED_NANOS);
        return dispatch(now);
    }

    /** A request waits no longer; false when it has got its seats meanwhile, or was over already. */
    boolean giveUp(Ticket ticket) {
        if (ticket.state != State.WAITING) {
            return false;
        }
        ticket.state = State.OVER;
        ticket.queue.waiting.remove(ticket);
        ticket.queue.waitingSeats -= ticket.width;
        seatsWanted -= ticket.width;
        return true;
    }

    /** The level has more seats now, or fewer; gives those that may begin. */
    List<Ticket> resize(int changed, long now) {
        seats = changed;
        return dispatch(now);
    }

    private List<Ticket> dispatch(long now) {
        List<Ticket> seated = new ArrayList<>();
        Queue next = next();
        while (next != null && fits(next.waiting.peekFirst())) {
            Ticket ticket = next.waiting.removeFirst();
            next.waitingSeats -= ticket.width;
            seat(ticket, now);
            seated.add(ticket);
            next = next();
        }
        return seated;
    }

    private Queue next() {
        Queue best = null;
        if (seatsWanted == seatsTaken) {
            return best; // nobody waits: what an unloaded server mostly sees
        }
        for (Queue queue : queues) {
            if (!queue.waiting.isEmpty() && (best == null || queue.used < best.used)) {
                best = queue;
            }
        }
        return best;
    }

    int seats() {
        return seats;
    }

    int seatsTaken() {
        return seatsTaken;
    }

    /** The most seats that were taken or waited for at once since it was asked last. */
    long takeDemand() {
        long most = Math.max(mostWanted, seatsWanted);
        mostWanted = seatsWanted;
        return most;
    }
}
