package io.gantry.server.heap;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the control plane's memory in proportion to what it stores. The serial collector, which costs a request least, looks at its old
 * generation only when the heap is as large as it may become; the limit is a share of the machine, so that a large cluster has room, and
 * without this a small one would come to take it all.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class HeapBean {

    private static final Logger LOG = LoggerFactory.getLogger(HeapBean.class);
    private static final long PERIOD_MILLIS = 10_000;
    private static final String SERIAL_OLD_GENERATION = "Tenured Gen";
    private static final String SERIAL_YOUNG_COLLECTOR = "Copy";

    /** So many nurseries are filled in a period of a server that has nothing to do. */
    private static final int IDLE_COLLECTIONS = 1;

    /** Empty with another collector, which keeps house by itself. */
    private final Optional<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals(SERIAL_OLD_GENERATION))
            .findFirst();

    private final Optional<GarbageCollectorMXBean> young = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(collector -> collector.getName().equals(SERIAL_YOUNG_COLLECTOR))
            .findFirst();

    /** Collections of the young generation until the last look. */
    private long youngCollections;

    /** Bytes that the last collection freed. */
    private long freed;

    /** Looks in a row before which next to nothing was allocated. */
    private int quiet;

    @Resource
    private TimerService timers;

    @PostConstruct
    void start() {
        if (old.isPresent()) {
            timers.createIntervalTimer(PERIOD_MILLIS, PERIOD_MILLIS, new TimerConfig(null, false));
        }
    }

    @Timeout
    void look() {
        long before = youngCollections;
        youngCollections = young.map(GarbageCollectorMXBean::getCollectionCount).orElse(0L);
        quiet = youngCollections - before <= IDLE_COLLECTIONS ? quiet + 1 : 0;
        old.ifPresent(this::collectIfDue);
    }

    private void collectIfDue(MemoryPoolMXBean pool) {
        long used = pool.getUsage().getUsed();
        if (GarbagePolicy.isDue(used, pool.getCollectionUsage().getUsed(), freed, quiet)) {
            System.gc();
            long live = pool.getCollectionUsage().getUsed();
            freed = Math.max(0, used - live);
            LOG.info("event=collected before-bytes={} after-bytes={}", used, live);
        }
    }
}
