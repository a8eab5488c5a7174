package io.gantry.resource;

/**
 * JSON pointers that map a kind to autoscaling/v1 Scale.
 *
 * @param specReplicas wanted number
 * @param statusReplicas present number
 * @param declared what a definition calls the path of the wanted number, which must be there then; empty for built-in kinds
 * @param selector a LabelSelector, a map of labels or a text; empty when there is none
 */
public record ScalePaths(String specReplicas, String declared, String statusReplicas, String selector) {

    /** Where the workload kinds of core and apps keep them. */
    public static final ScalePaths WORKLOAD =
            new ScalePaths("/spec/replicas", "", "/status/replicas", "/spec/selector");
}
