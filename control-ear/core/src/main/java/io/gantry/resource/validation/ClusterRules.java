package io.gantry.resource.validation;

import java.util.Set;

/** Small kinds of the cluster itself: namespaces, leases, controller revisions. */
public final class ClusterRules {

    private static final Set<String> STANDARD_FINALIZERS = Set.of("kubernetes", "orphan", "foregroundDeletion");

    private ClusterRules() {}

    public static void namespace(Field namespace) {
        Field finalizers = namespace.at("spec").at("finalizers");
        for (Field finalizer : finalizers.items()) {
            FormatRules.qualifiedName(finalizer.reportedAs(finalizers.path()));
            if (finalizer.text().indexOf('/') < 0 && !STANDARD_FINALIZERS.contains(finalizer.text())) {
                finalizers.invalid(
                        finalizer.text(), "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    /** The phase follows the deletion timestamp. */
    public static void namespaceStatus(Field namespace) {
        Field phase = namespace.at("status").at("phase").reportedAs("status.Phase");
        boolean deleted = namespace.at("metadata").at("deletionTimestamp").isSet();
        if (!deleted && !phase.is("Active")) {
            phase.invalid("may only be 'Active' if `deletionTimestamp` is empty");
        } else if (deleted && !phase.is("Terminating")) {
            phase.invalid("may only be 'Terminating' if `deletionTimestamp` is not empty");
        }
    }

    public static void lease(Field lease) {
        Field spec = lease.at("spec");
        Field duration = spec.at("leaseDurationSeconds");
        if (duration.isSet() && duration.number() <= 0) {
            duration.invalid("must be greater than 0");
        }
        Field transitions = spec.at("leaseTransitions");
        if (transitions.number() < 0) {
            transitions.invalid("must be greater than or equal to 0");
        }
        if (!spec.at("preferredHolder").isEmpty() && spec.at("strategy").isEmpty()) {
            spec.at("preferredHolder").forbidden("may only be specified if `strategy` is defined");
        }
    }

    public static void controllerRevision(Field revision) {
        revision.at("revision").requireNotNegative();
    }

    public static void controllerRevisionNew(Field revision) {
        Field data = revision.at("data");
        if (!data.isSet()) {
            data.required("data is mandatory");
        } else if (!data.value().isObject()) {
            data.required("data must be a valid JSON object");
        }
    }
}
