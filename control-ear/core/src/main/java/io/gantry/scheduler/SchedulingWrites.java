package io.gantry.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.ObjectWriter;
import io.gantry.scheduler.model.ObjectUpdate;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the scheduler writes: bindings, conditions, evictions, and events that tell of them. Thread-safe. */
final class SchedulingWrites {

    private static final Logger LOG = LoggerFactory.getLogger(SchedulingWrites.class);

    /** Longest note of an event. */
    private static final int LONGEST_NOTE = 1024;

    private static final String CUT = " ...";

    private final ObjectWriter writer;
    private final Consumer<EventDraft> events;

    SchedulingWrites(ObjectWriter writer, Consumer<EventDraft> events) {
        this.writer = writer;
        this.events = events;
    }

    /** Binds a pod to the node that it names; false when that did not go through. */
    boolean bind(PodInfo pod) {
        try {
            ApiObject bound = writer.bind(pod.key(), pod.uid(), pod.nodeName());
            String message =
                    "Successfully assigned " + pod.namespace() + "/" + pod.key().name() + " to " + pod.nodeName();
            events.accept(EventDraft.normal(bound, Scheduler.NAME, "Scheduled", message));
            return true;
        } catch (StatusException e) {
            LOG.info(
                    "binding refused namespace={} pod={} node={} error={}",
                    pod.namespace(),
                    pod.key().name(),
                    pod.nodeName(),
                    e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn(
                    "binding failed namespace={} pod={} node={} error={}",
                    pod.namespace(),
                    pod.key().name(),
                    pod.nodeName(),
                    e.toString());
        }
        return false;
    }

    /** Writes what must be there before a pod is bound; empty when that did not go through. */
    Optional<Map<ObjectKey, Long>> prepare(PodInfo pod, List<ObjectUpdate> updates) {
        Map<ObjectKey, Long> written = new HashMap<>();
        try {
            for (ObjectUpdate update : updates) {
                written.put(
                        update.key(),
                        writer.update(update.key(), update.change()).revision());
            }
            return Optional.of(written);
        } catch (StatusException e) {
            LOG.info("preparation refused pod={} node={} error={}", pod.key(), pod.nodeName(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("preparation failed pod={} node={} error={}", pod.key(), pod.nodeName(), e.toString());
        }
        return Optional.empty();
    }

    void reportFailure(PodInfo pod, Unschedulable status) {
        try {
            ApiObject told = writer.updateStatus(pod.key(), object -> status.applyTo(object, pod.uid()));
            events.accept(EventDraft.warning(told, Scheduler.NAME, "FailedScheduling", shortened(status.message())));
        } catch (StatusException e) {
            LOG.debug(
                    "pod went before its condition namespace={} pod={}",
                    pod.namespace(),
                    pod.key().name());
        } catch (RuntimeException e) {
            LOG.warn("condition not written pod={} error={}", pod.key(), e.toString());
        }
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_NOTE ? message : message.substring(0, LONGEST_NOTE - CUT.length()) + CUT;
    }

    /** Says why the victim has to go, and deletes it gracefully; false when that did not go through. */
    boolean evict(PodInfo victim, PodInfo preemptor, Instant now) {
        try {
            ApiObject marked = writer.updateStatus(victim.key(), object -> disrupted(object, victim.uid(), now));
            writer.delete(victim.key(), DeleteOptions.ofUid(victim.uid()));
            events.accept(EventDraft.normal(
                    marked,
                    Scheduler.NAME,
                    "Preempted",
                    "Preempted by pod " + preemptor.uid() + " on node " + victim.nodeName()));
            LOG.info("pod preempted victim={} preemptor={} node={}", victim.key(), preemptor.key(), victim.nodeName());
            return true;
        } catch (StatusException e) {
            LOG.info("eviction refused victim={} preemptor={} error={}", victim.key(), preemptor.key(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("eviction failed victim={} preemptor={} error={}", victim.key(), preemptor.key(), e.toString());
        }
        return false;
    }

    private static ObjectNode disrupted(ObjectNode pod, String uid, Instant now) {
        return pod.path("metadata").path("uid").asText().equals(uid)
                ? PodCondition.set(
                        pod,
                        new PodCondition(
                                "DisruptionTarget",
                                "True",
                                "PreemptionByScheduler",
                                Scheduler.NAME + ": preempting to accommodate a higher priority pod"),
                        now)
                : pod;
    }

    /** The room that was kept for the pod is given to another one. */
    void clearNomination(PodInfo pod) {
        try {
            writer.updateStatus(pod.key(), object -> {
                if (object.path("metadata").path("uid").asText().equals(pod.uid())) {
                    object.withObject("/status").remove("nominatedNodeName");
                }
                return object;
            });
        } catch (StatusException e) {
            LOG.debug("pod went before its nomination pod={}", pod.key());
        } catch (RuntimeException e) {
            LOG.warn("nomination not cleared pod={} error={}", pod.key(), e.toString());
        }
    }
}
