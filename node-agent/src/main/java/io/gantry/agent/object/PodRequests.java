package io.gantry.agent.object;

/** What a pod asks of its node: the most that its containers need at one time, and the pod's own overhead. */
public final class PodRequests {

    private PodRequests() {}

    public static Quantity of(Pod pod, String resource) {
        Quantity overhead = Quantity.in(pod.spec().path("overhead"), resource).orElse(Quantity.of(0));
        return pod.resource("requests", resource)
                .orElseGet(() -> ofContainers(pod, resource))
                .plus(overhead);
    }

    /** Init containers run one after the other, beside the sidecars that were started before them. */
    private static Quantity ofContainers(Pod pod, String resource) {
        Quantity sidecars = Quantity.of(0);
        Quantity most = Quantity.of(0);
        for (Container container : pod.initContainers()) {
            Quantity request = request(container, resource);
            if (container.kind() == Container.Kind.SIDECAR) {
                sidecars = sidecars.plus(request);
                most = most.max(sidecars);
            } else {
                most = most.max(sidecars.plus(request));
            }
        }
        Quantity regular = sidecars;
        for (Container container : pod.containers()) {
            regular = regular.plus(request(container, resource));
        }
        return most.max(regular);
    }

    private static Quantity request(Container container, String resource) {
        return container.resource("requests", resource).orElse(Quantity.of(0));
    }
}
