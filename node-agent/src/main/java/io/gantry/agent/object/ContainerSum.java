package io.gantry.agent.object;

/** Adds up what containers of a pod say that run at the same time. */
final class ContainerSum {

    /**
     * @param most that all need at one time
     * @param somewhereNone whether at some time something runs of which nothing is said
     */
    record Sum(Quantity most, boolean somewhereNone) {}

    private ContainerSum() {}

    /** Init containers run one after the other, beside the sidecars that were started before them (KEP-753). */
    static Sum of(Pod pod, String limitsOrRequests, String resource) {
        Quantity sidecars = Quantity.of(0);
        Quantity most = Quantity.of(0);
        boolean none = false;
        for (Container container : pod.initContainers()) {
            Quantity now = sidecars.plus(amount(container, limitsOrRequests, resource));
            if (container.kind() == Container.Kind.SIDECAR) {
                sidecars = now;
            }
            none |= now.isZero();
            most = most.max(now);
        }
        Quantity regular = sidecars;
        for (Container container : pod.containers()) {
            Quantity amount = amount(container, limitsOrRequests, resource);
            none |= amount.isZero();
            regular = regular.plus(amount);
        }
        return new Sum(most.max(regular), none);
    }

    private static Quantity amount(Container container, String limitsOrRequests, String resource) {
        return container.resource(limitsOrRequests, resource).orElse(Quantity.of(0));
    }
}
