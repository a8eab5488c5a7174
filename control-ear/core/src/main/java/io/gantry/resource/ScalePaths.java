package io.gantry.resource;

/**
 * JSON pointers that map a kind to autoscaling/v1 Scale.
 *
 * @param specReplicas wanted number
 * @param statusReplicas present number
 * @param selector a LabelSelector, a map of labels or a text; empty when there is none
 */
public record ScalePaths(String specReplicas, String statusReplicas, String selector) {

    /** Where the workload kinds of core and apps keep them. */
    public static final ScalePaths WORKLOAD = new ScalePaths("/spec/replicas", "/status/replicas", "/spec/selector");
}
