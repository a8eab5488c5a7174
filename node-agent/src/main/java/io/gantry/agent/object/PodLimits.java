package io.gantry.agent.object;

import io.gantry.agent.object.ContainerSum.Sum;

/** What a pod may use as a whole: what it says itself, or else the most that its containers may use at one time; and its overhead. */
public final class PodLimits {

    private PodLimits() {}

    /** 0 when nothing limits the pod: neither itself nor each of its containers. */
    public static Quantity ofAll(Pod pod, String resource) {
        Quantity own = pod.resource("limits", resource).orElse(Quantity.of(0));
        Sum containers = ContainerSum.of(pod, "limits", resource);
        if (own.isZero() && (containers.somewhereNone() || containers.most().isZero())) {
            return Quantity.of(0);
        }
        Quantity overhead = Quantity.in(pod.spec().path("overhead"), resource).orElse(Quantity.of(0));
        return (own.isZero() ? containers.most() : own).plus(overhead);
    }
}
