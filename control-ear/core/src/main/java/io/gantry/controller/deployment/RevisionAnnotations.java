package io.gantry.controller.deployment;

import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The annotations by which a Deployment's ReplicaSets carry its history; {@code kubectl rollout history} and {@code undo} read them. */
final class RevisionAnnotations {

    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
    static final String MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";

    private static final Set<String> NOT_COPIED = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            REVISION,
            REVISION_HISTORY,
            DESIRED_REPLICAS,
            MAX_REPLICAS,
            "deprecated.deployment.rollback.to");

    private static final int MAX_HISTORY_LENGTH = 2000;

    private RevisionAnnotations() {}

    /**
     * Copies the Deployment's annotations, the change cause among them, and makes the ReplicaSet the newest revision. The number of
     * a revision that is used again joins the history.
     */
    static void apply(ApiObject deployment, ReplicaSetDraft current, long newRevision) {
        ApiObject.strings(deployment.metadata().path("annotations")).forEach((name, value) -> {
            if (!NOT_COPIED.contains(name)) {
                current.annotate(name, value);
            }
        });
        String before = current.annotation(REVISION);
        if (current.revision() >= newRevision) {
            return;
        }
        current.annotate(REVISION, Long.toString(newRevision));
        if (!before.isEmpty()) {
            remember(current, before);
        }
    }

    private static void remember(ReplicaSetDraft current, String revision) {
        String history = current.annotation(REVISION_HISTORY);
        List<String> revisions = new ArrayList<>(history.isEmpty() ? List.of() : List.of(history.split(",")));
        revisions.add(revision);
        while (String.join(",", revisions).length() > MAX_HISTORY_LENGTH) {
            revisions.removeFirst();
        }
        current.annotate(REVISION_HISTORY, String.join(",", revisions));
    }
}
