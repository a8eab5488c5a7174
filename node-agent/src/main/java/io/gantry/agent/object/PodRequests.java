package io.gantry.agent.object;

/** What a pod asks of its node: the most that its containers need at one time, and the pod's own overhead. */
public final class PodRequests {

    private PodRequests() {}

    public static Quantity of(Pod pod, String resource) {
        Quantity overhead = Quantity.in(pod.spec().path("overhead"), resource).orElse(Quantity.of(0));
        return pod.resource("requests", resource)
                .orElseGet(() -> ContainerSum.of(pod, "requests", resource).most())
                .plus(overhead);
    }
}
