package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.object.JsonEquality;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.StatusException;
import io.gantry.store.Decision;
import io.gantry.validation.ObjectMetaRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a request to delete makes of an object: it goes at once, or it is marked and goes when its grace period is over and its
 * finalizers are gone (API concepts, "Object deletion"). Pure.
 */
final class Removal {

    private final ResourceDefinition definition;
    private final DeleteOptions options;
    private final Instant now;

    Removal(ResourceDefinition definition, DeleteOptions options, Instant now) {
        this.definition = definition;
        this.options = options;
        this.now = now;
    }

    /**
     * @param object the served form, a tree of the caller's own
     */
    Decision decide(ObjectNode object) {
        checkPreconditions(object);
        ObjectNode before = object.deepCopy();
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        Grace grace = metadata.has("deletionTimestamp") ? shortened(metadata) : first(object, metadata);
        if (grace == Grace.PENDING) {
            return new Decision.Keep();
        }
        setPropagation(metadata);
        definition.strategy().prepareForDelete(object);
        if (grace == Grace.RUNNING) {
            return new Decision.Write(object);
        }
        if (!isFree(definition, object)) {
            markExpired(metadata);
            return JsonEquality.same(before, object) ? new Decision.Keep() : new Decision.Write(object);
        }
        return new Decision.Remove(object);
    }

    /** Whether an update lets go of an object whose deletion waited only for that. */
    static boolean completes(ResourceDefinition definition, ObjectNode object, ObjectNode old) {
        JsonNode before = old.path("metadata");
        boolean expired = before.has("deletionTimestamp")
                && before.path("deletionGracePeriodSeconds").asLong(0) == 0;
        return expired && isFree(definition, object);
    }

    private static boolean isFree(ResourceDefinition definition, ObjectNode object) {
        return object.path("metadata").path("finalizers").isEmpty()
                && definition.strategy().mayBeRemoved(object);
    }

    private enum Grace {
        /** None, or over: the object goes unless something holds it. */
        OVER,
        /** Just begun or shortened. */
        RUNNING,
        /** Runs already, and this request does not shorten it. */
        PENDING
    }

    private Optional<Long> requested() {
        return options.gracePeriodSeconds().map(seconds -> seconds < 0 ? 1 : seconds);
    }

    private Grace first(ObjectNode object, ObjectNode metadata) {
        long period =
                definition.strategy().gracePeriodSeconds(object, requested().orElse(null));
        if (period == 0) {
            return Grace.OVER;
        }
        mark(metadata, now.plusSeconds(period), period);
        if (metadata.path("generation").asLong(0) > 0) {
            SystemFields.nextGeneration(metadata);
        }
        return Grace.RUNNING;
    }

    private Grace shortened(ObjectNode metadata) {
        long period = metadata.path("deletionGracePeriodSeconds").asLong(0);
        if (period == 0) {
            return Grace.OVER;
        }
        if (requested().isEmpty() || requested().get() >= period) {
            return Grace.PENDING;
        }
        long wanted = requested().get();
        if (wanted == 0) {
            return Grace.OVER;
        }
        Instant started =
                Instant.parse(metadata.path("deletionTimestamp").asText()).minus(Duration.ofSeconds(period));
        Instant end = started.plusSeconds(wanted);
        // a deadline that has passed already still leaves the node a second to act
        mark(metadata, end.isBefore(now) ? now : end, end.isBefore(now) ? 1 : wanted);
        return Grace.RUNNING;
    }

    private void markExpired(ObjectNode metadata) {
        boolean marked = metadata.has("deletionTimestamp");
        if (!marked && metadata.path("generation").asLong(0) > 0) {
            SystemFields.nextGeneration(metadata);
        }
        boolean keepsTime = marked
                && !Instant.parse(metadata.path("deletionTimestamp").asText()).isAfter(now);
        mark(
                metadata,
                keepsTime ? Instant.parse(metadata.path("deletionTimestamp").asText()) : now,
                0);
    }

    private static void mark(ObjectNode metadata, Instant end, long period) {
        metadata.put("deletionTimestamp", SystemFields.timestamp(end));
        metadata.put("deletionGracePeriodSeconds", period);
    }

    private void setPropagation(ObjectNode metadata) {
        List<String> finalizers = new ArrayList<>(ObjectMetaRules.texts(metadata.path("finalizers")));
        boolean orphan = options.propagation()
                .map(DeleteOptions.Propagation.ORPHAN::equals)
                .orElseGet(() -> finalizers.contains(ObjectMetaRules.ORPHAN)
                        || (definition.strategy().orphansDependentsByDefault()
                                && !finalizers.contains(ObjectMetaRules.FOREGROUND)));
        boolean foreground = options.propagation()
                .map(DeleteOptions.Propagation.FOREGROUND::equals)
                .orElseGet(() -> finalizers.contains(ObjectMetaRules.FOREGROUND));
        hold(finalizers, ObjectMetaRules.ORPHAN, orphan);
        hold(finalizers, ObjectMetaRules.FOREGROUND, foreground);
        if (finalizers.isEmpty()) {
            metadata.remove("finalizers");
        } else {
            ArrayNode array = metadata.putArray("finalizers");
            finalizers.forEach(array::add);
        }
    }

    private static void hold(List<String> finalizers, String finalizer, boolean wanted) {
        if (!wanted) {
            finalizers.remove(finalizer);
        } else if (!finalizers.contains(finalizer)) {
            finalizers.add(finalizer);
        }
    }

    private void checkPreconditions(ObjectNode object) {
        JsonNode metadata = object.path("metadata");
        String name = metadata.path("name").asText();
        String uid = metadata.path("uid").asText();
        if (options.uid().isPresent() && !options.uid().get().equals(uid)) {
            throw conflict(
                    name,
                    "the UID in the precondition (" + options.uid().get() + ") does not match the UID in record (" + uid
                            + "). The object might have been deleted and then recreated");
        }
        String version = metadata.path("resourceVersion").asText();
        if (options.resourceVersion().isPresent()
                && !options.resourceVersion().get().equals(version)) {
            throw conflict(
                    name,
                    "the ResourceVersion in the precondition ("
                            + options.resourceVersion().get() + ") does not match the ResourceVersion in record ("
                            + version
                            + "). The object might have been modified");
        }
    }

    private StatusException conflict(String name, String why) {
        return StatusException.conflict(new GroupResource(definition.group(), definition.kind()), name, why);
    }
}
