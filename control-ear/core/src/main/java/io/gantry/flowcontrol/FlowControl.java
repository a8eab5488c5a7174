package io.gantry.flowcontrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.flowcontrol.FairQueues.Arrival;
import io.gantry.flowcontrol.FairQueues.Ticket;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.telemetry.FlowMeter;
import io.gantry.telemetry.FlowMeter.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Decides which request is served now, which waits and which is refused, so that no user's flood slows another's work (API priority and
 * fairness, KEP-1040). A request that need not wait costs one look through the schemas and one short lock.
 */
public final class FlowControl implements Consumer<CacheEvent> {

    /** As upstream's max-requests-inflight and max-mutating-requests-inflight together. */
    public static final int DEFAULT_SEATS = 600;

    private static final GroupResource SCHEMAS = new GroupResource("flowcontrol.apiserver.k8s.io", "flowschemas");
    private static final GroupResource LEVELS =
            new GroupResource("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations");
    private static final Set<GroupResource> CONFIGURATION = Set.of(SCHEMAS, LEVELS);

    /** One level, and the lock of its queues. */
    private static final class Level {
        private final ReentrantLock lock = new ReentrantLock();
        private final FairQueues queues;
        private volatile LevelSettings settings;
        private volatile int nominal;

        Level(LevelSettings settings, int nominal) {
            this.queues = new FairQueues(settings, nominal);
            this.settings = settings;
            this.nominal = nominal;
        }
    }

    private record Present(FlowConfiguration configuration, Map<String, Level> levels) {}

    private final ClusterView view;
    private final int seats;
    private final LongSupplier nanos;
    private final FlowMeter meter;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final ReentrantLock configuring = new ReentrantLock();
    private volatile Present present = new Present(FlowConfiguration.of(List.of(), List.of()), Map.of());

    /**
     * @param nanos a clock that only goes forward
     * @param meter is told what becomes of requests
     */
    public FlowControl(ClusterView view, int seats, LongSupplier nanos, FlowMeter meter) {
        this.view = view;
        this.seats = seats;
        this.nanos = nanos;
        this.meter = meter;
    }

    /** To be told of every change of the cluster. */
    @Override
    public void accept(CacheEvent event) {
        if (CONFIGURATION.contains(event.object().key().resource())) {
            changed.set(true);
        }
    }

    /**
     * A request has come.
     *
     * @param facts what it wants
     * @param onSeat told, on the thread of a request that ends, when one that waited may go on
     */
    public FlowTicket begin(UserInfo user, FlowFacts facts, Runnable onSeat) {
        Present now = upToDate();
        RequestAttributes request = facts.attributes();
        FlowSchema schema = now.configuration().classify(user, request);
        Level level = now.levels().get(schema.level());
        FlowTicket.Origin origin = new FlowTicket.Origin(schema.uid(), level.settings.uid());
        FlowMeter.Flow flow = new FlowMeter.Flow(schema.name(), schema.level());
        if (level.settings.exempt()) {
            meter.dispatched(flow, 1);
            return new FlowTicket(FlowTicket.State.SEATED, origin, () -> meter.ended(flow, 1), () -> false);
        }
        int width = RequestWidth.of(request, facts.initialEvents(), objects(request), level.nominal);
        long came = nanos.getAsLong();
        Ticket ticket = new Ticket(width, () -> {
            meter.served(flow, since(came));
            meter.dispatched(flow, width);
            onSeat.run();
        });
        Arrival arrival;
        level.lock.lock();
        try {
            arrival = level.queues.arrive(ticket, ShuffleSharding.hash(schema.flow(user, request)), came);
        } finally {
            level.lock.unlock();
        }
        FlowTicket.State state = switch (arrival) {
            case SEATED -> {
                meter.dispatched(flow, width);
                yield FlowTicket.State.SEATED;
            }
            case QUEUED -> {
                meter.queued(flow);
                yield FlowTicket.State.WAITING;
            }
            case REFUSED -> {
                meter.rejected(flow, level.settings.queueLength() > 0 ? Refusal.QUEUE_FULL : Refusal.CONCURRENCY_LIMIT);
                yield FlowTicket.State.REFUSED;
            }
        };
        return new FlowTicket(
                state,
                origin,
                () -> finish(level, ticket, () -> meter.ended(flow, width)),
                () -> giveUp(level, ticket, () -> meter.gaveUp(flow, since(came))));
    }

    private Duration since(long came) {
        return Duration.ofNanos(nanos.getAsLong() - came);
    }

    private long objects(RequestAttributes request) {
        if (!request.name().isEmpty()
                || !(request.verb().equals("list") || request.verb().equals("watch"))) {
            return 1;
        }
        GroupResource resource = new GroupResource(request.group(), request.resource());
        return request.namespace().isEmpty()
                ? view.list(resource).size()
                : view.list(resource, request.namespace()).size();
    }

    /** @param ended told when it had seats to give back */
    private void finish(Level level, Ticket ticket, Runnable ended) {
        List<Ticket> next;
        level.lock.lock();
        try {
            if (ticket.isSeated()) {
                ended.run();
            }
            next = level.queues.finish(ticket, nanos.getAsLong());
        } finally {
            level.lock.unlock();
        }
        next.forEach(Ticket::seated);
    }

    /** @param gaveUp told when it waited */
    private static boolean giveUp(Level level, Ticket ticket, Runnable gaveUp) {
        level.lock.lock();
        try {
            boolean waited = level.queues.giveUp(ticket);
            if (waited) {
                gaveUp.run();
            }
            return waited;
        } finally {
            level.lock.unlock();
        }
    }

    private Present upToDate() {
        return changed.get() || present.levels().isEmpty() ? configured() : present;
    }

    private Present configured() {
        configuring.lock();
        try {
            if (changed.compareAndSet(true, false) || present.levels().isEmpty()) {
                present = configure(FlowConfiguration.of(objects(SCHEMAS), objects(LEVELS)), present.levels());
            }
            return present;
        } finally {
            configuring.unlock();
        }
    }

    private List<ObjectNode> objects(GroupResource resource) {
        return view.list(resource).stream().map(ApiObject::json).toList();
    }

    /** A level keeps its queues while it has its name; requests of one that is gone are served to their end. */
    private Present configure(FlowConfiguration wanted, Map<String, Level> before) {
        int shares = wanted.levels().values().stream()
                .mapToInt(LevelSettings::shares)
                .sum();
        Map<String, Level> levels = new LinkedHashMap<>();
        wanted.levels().forEach((name, settings) -> {
            int nominal = SeatShares.nominal(settings, shares, seats);
            Level level = before.getOrDefault(name, new Level(settings, nominal));
            level.lock.lock();
            try {
                level.queues.configure(settings);
            } finally {
                level.lock.unlock();
            }
            level.settings = settings;
            level.nominal = nominal;
            levels.put(name, level);
        });
        Present next = new Present(wanted, Map.copyOf(levels));
        divide(next);
        return next;
    }

    /** Lends the seats that nobody needs; to be called every now and then. */
    public void balance() {
        configuring.lock();
        try {
            divide(present);
        } finally {
            configuring.unlock();
        }
    }

    private void divide(Present among) {
        List<String> names = List.copyOf(among.levels().keySet());
        List<Level> levels = names.stream().map(among.levels()::get).toList();
        List<SeatShares.Claim> claims = new ArrayList<>();
        for (Level level : levels) {
            level.lock.lock();
            try {
                claims.add(new SeatShares.Claim(level.settings, level.queues.takeDemand()));
            } finally {
                level.lock.unlock();
            }
        }
        List<Integer> parts = SeatShares.divide(claims, seats);
        for (int i = 0; i < levels.size(); i++) {
            resize(levels.get(i), parts.get(i));
            meter.limits(names.get(i), levels.get(i).nominal, parts.get(i));
        }
    }

    private void resize(Level level, int part) {
        List<Ticket> next;
        level.lock.lock();
        try {
            next = level.queues.resize(part, nanos.getAsLong());
        } finally {
            level.lock.unlock();
        }
        next.forEach(Ticket::seated);
    }
}
