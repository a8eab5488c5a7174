package io.gantry.agent.image;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The pulls that wait or are under way, by pod, so that those of a pod that is gone can be given up. */
final class PullThreads {

    private final Map<String, Set<Thread>> byPod = new HashMap<>();

    synchronized void start(String podUid, String image, Runnable pull) {
        Thread thread = Thread.ofVirtual().name("pull-" + image).unstarted(() -> {
            try {
                pull.run();
            } finally {
                ended(podUid, Thread.currentThread());
            }
        });
        byPod.computeIfAbsent(podUid, uid -> new HashSet<>()).add(thread);
        thread.start();
    }

    synchronized void giveUp(String podUid) {
        byPod.getOrDefault(podUid, Set.of()).forEach(Thread::interrupt);
    }

    private synchronized void ended(String podUid, Thread thread) {
        byPod.computeIfPresent(podUid, (uid, threads) -> {
            threads.remove(thread);
            return threads.isEmpty() ? null : threads;
        });
    }
}
