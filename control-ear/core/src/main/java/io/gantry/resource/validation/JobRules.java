package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.selector.LabelSelector;
import io.gantry.validation.NameRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs, and the jobs that CronJobs make. */
public final class JobRules {

    public static final String UID_LABEL = "batch.kubernetes.io/controller-uid";
    public static final String NAME_LABEL = "batch.kubernetes.io/job-name";
    public static final String LEGACY_UID_LABEL = "controller-uid";
    public static final String LEGACY_NAME_LABEL = "job-name";

    private static final String INDEXED = "Indexed";
    private static final int MANY_COMPLETIONS = 100_000;
    private static final int LIMIT_OF_MANY = 10_000;
    private static final int MANAGER_LENGTH = 63;
    private static final String NEEDS_INDEXES = "requires indexed completion mode";

    private JobRules() {}

    public static void check(Field job) {
        Field spec = job.at("spec");
        generatedSelector(job);
        spec(spec);
        Field selector = spec.at("selector");
        if (!selector.isSet()) {
            selector.required("");
            WorkloadRules.mismatch(spec.at("template"));
        } else {
            LabelRules.selector(selector);
            WorkloadRules.read(selector).ifPresent(read -> WorkloadRules.matching(spec.at("template"), read));
        }
        Field name = job.at("metadata").at("name");
        Field completions = spec.at("completions");
        if (isIndexed(spec.value()) && completions.number() > 0) {
            // the longest host name that a pod of it will have
            String host = name.text() + "-" + (completions.number() - 1);
            if (!NameRules.dnsLabel(host).isEmpty()) {
                name.invalid("will not able to create pod with invalid DNS label: " + host);
            }
        }
    }

    /** Unless the user chooses the selector, it is the job's own uid that its pods carry. */
    private static void generatedSelector(Field job) {
        Field spec = job.at("spec");
        if (spec.at("manualSelector").isTrue() || !spec.at("selector").isSet()) {
            return;
        }
        Field metadata = job.at("metadata");
        metadata.at("uid").requireFilled();
        String uid = metadata.at("uid").text();
        String name = metadata.at("name").text();
        Field labels = spec.at("template").at("metadata").at("labels");
        Map<String, String> expected =
                Map.of(LEGACY_UID_LABEL, uid, LEGACY_NAME_LABEL, name, UID_LABEL, uid, NAME_LABEL, name);
        for (String key : List.of(LEGACY_UID_LABEL, LEGACY_NAME_LABEL, UID_LABEL, NAME_LABEL)) {
            hasLabel(labels, key, expected.get(key));
        }
        Optional<LabelSelector> selector = WorkloadRules.read(spec.at("selector"));
        if (selector.isPresent() && !selector.get().matches(expected)) {
            spec.at("selector").invalid("`selector` not auto-generated");
        }
    }

    private static void hasLabel(Field labels, String key, String expected) {
        Field label = labels.key(key);
        if (!label.isSet()) {
            label.required("must be '" + expected + "'");
        } else if (!label.is(expected)) {
            label.invalid(labels.value(), "must be '" + expected + "'");
        }
    }

    static boolean isIndexed(JsonNode spec) {
        return Nodes.text(spec, "completionMode").equals(INDEXED);
    }

    /** What a job and a template of one have in common: everything but the selector. */
    static void spec(Field spec) {
        for (String count : List.of(
                "parallelism",
                "completions",
                "activeDeadlineSeconds",
                "backoffLimit",
                "ttlSecondsAfterFinished",
                "backoffLimitPerIndex",
                "maxFailedIndexes")) {
            spec.at(count).requireNotNegative();
        }
        if (spec.at("maxFailedIndexes").isSet()
                && !spec.at("backoffLimitPerIndex").isSet()) {
            spec.at("backoffLimitPerIndex").required("when maxFailedIndexes is specified");
        }
        manager(spec.at("managedBy"));
        Field mode = spec.at("completionMode");
        mode.supportOnly(List.of("NonIndexed", INDEXED));
        if (mode.is(INDEXED)) {
            indexed(spec);
        } else if (!mode.isSet() || mode.is("NonIndexed")) {
            for (String name : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
                if (spec.at(name).isSet()) {
                    spec.at(name).invalid(NEEDS_INDEXES);
                }
            }
        }
        JobPolicyRules.check(spec);
        PodRules.template(spec.at("template"));
        restartPolicy(spec);
    }

    private static void manager(Field manager) {
        if (manager.isSet()) {
            FormatRules.domainPrefixedPath(manager);
            if (manager.text().length() > MANAGER_LENGTH) {
                manager.tooLong(MANAGER_LENGTH);
            }
        }
    }

    private static void indexed(Field spec) {
        Field completions = spec.at("completions");
        Field parallelism = spec.at("parallelism");
        Field maxFailed = spec.at("maxFailedIndexes");
        if (!completions.isSet()) {
            completions.required("when completion mode is Indexed");
        }
        if (parallelism.number() > MANY_COMPLETIONS) {
            parallelism.invalid(
                    "must be less than or equal to " + MANY_COMPLETIONS + " when completion mode is Indexed");
        }
        if (completions.isSet() && maxFailed.number() > completions.number()) {
            maxFailed.invalid("must be less than or equal to completions");
        }
        if (maxFailed.number() > MANY_COMPLETIONS) {
            maxFailed.invalid("must be less than or equal to " + MANY_COMPLETIONS);
        }
        if (completions.number() > MANY_COMPLETIONS
                && spec.at("backoffLimitPerIndex").isSet()) {
            manyIndexes(parallelism, maxFailed);
        }
    }

    private static void manyIndexes(Field parallelism, Field maxFailed) {
        String limit = "must be less than or equal to " + LIMIT_OF_MANY + " when completions are above "
                + MANY_COMPLETIONS + " and used with backoff limit per index";
        if (!maxFailed.isSet()) {
            maxFailed.required("must be specified when completions is above " + MANY_COMPLETIONS);
        }
        if (parallelism.number() > LIMIT_OF_MANY) {
            parallelism.invalid(limit);
        }
        if (maxFailed.number() > LIMIT_OF_MANY) {
            maxFailed.invalid(limit);
        }
    }

    private static void restartPolicy(Field spec) {
        Field policy = spec.at("template").at("spec").at("restartPolicy");
        switch (policy.text()) {
            case "", "Always" -> policy.required("valid values: \"OnFailure\", \"Never\"");
            case "Never" -> {
                // fits every job
            }
            case "OnFailure" -> {
                if (spec.at("podFailurePolicy").isSet()) {
                    policy.invalid("only \"Never\" is supported when podFailurePolicy is specified");
                }
            }
            default -> policy.notSupported(List.of("OnFailure", "Never"));
        }
    }

    public static void update(Field job, JsonNode old) {
        Field spec = job.at("spec");
        JsonNode before = old.path("spec");
        completions(spec, before);
        spec.at("selector").requireUnchanged(before.path("selector"));
        template(spec, old);
        for (String fixed :
                List.of("completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy")) {
            spec.at(fixed).requireUnchanged(before.path(fixed));
        }
    }

    private static void completions(Field spec, JsonNode before) {
        Field completions = spec.at("completions");
        if (!isIndexed(spec.value())) {
            completions.requireUnchanged(before.path("completions"));
            return;
        }
        boolean changed = !completions.value().equals(before.path("completions"));
        if (changed
                && completions.isSet()
                && completions.number() != spec.at("parallelism").number()) {
            completions.invalid("can only be modified in tandem with spec.parallelism");
        }
    }

    /** While a job is suspended and no pod of it runs, resources and where its pods may run can change. */
    private static void template(Field spec, JsonNode old) {
        Field template = spec.at("template");
        JsonNode before = old.path("spec").path("template");
        if (!mayChangeTemplate(old)) {
            template.requireUnchanged(before);
            return;
        }
        ObjectNode expected = Nodes.child(Nodes.copy(before), "spec");
        JsonNode wanted = template.value().path("spec");
        allowScheduling(expected, wanted);
        allowResources(expected, wanted);
        template.at("spec").requireUnchanged(expected);
    }

    private static boolean mayChangeTemplate(JsonNode old) {
        JsonNode status = old.path("status");
        boolean pausing = !Nodes.has(status, "startTime") || Conditions.isTrue(status, "Suspended");
        return old.path("spec").path("suspend").asBoolean()
                && pausing
                && status.path("active").asLong() == 0;
    }

    private static void allowScheduling(ObjectNode expected, JsonNode wanted) {
        JsonNode nodeAffinity = wanted.path("affinity").path("nodeAffinity");
        if (wanted.has("affinity") || expected.has("affinity")) {
            PodUpdateRules.set(Nodes.child(expected, "affinity"), "nodeAffinity", nodeAffinity);
        }
        for (String field : List.of("nodeSelector", "tolerations", "schedulingGates")) {
            PodUpdateRules.set(expected, field, wanted.path(field));
        }
    }

    private static void allowResources(ObjectNode expected, JsonNode wanted) {
        for (String list : List.of("containers", "initContainers")) {
            List<ObjectNode> containers = Nodes.objects(expected, list);
            for (int i = 0; i < containers.size(); i++) {
                JsonNode container = wanted.path(list).path(i);
                if (Nodes.text(container, "name").equals(Nodes.text(containers.get(i), "name"))) {
                    PodUpdateRules.set(containers.get(i), "resources", container.path("resources"));
                }
            }
        }
    }
}
