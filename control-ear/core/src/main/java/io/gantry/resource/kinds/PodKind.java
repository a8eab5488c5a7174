package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.Subresource;
import io.gantry.resource.defaults.PodDefaults;
import io.gantry.resource.defaults.QosClass;
import io.gantry.resource.table.PodColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.PodPartRules;
import io.gantry.resource.validation.PodRules;
import io.gantry.resource.validation.PodStatusRules;
import io.gantry.resource.validation.PodUpdateRules;
import io.gantry.resource.validation.PodWarnings;
import io.gantry.resource.validation.ProfileAnnotations;
import io.gantry.status.FieldErrors;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Pod. */
final class PodKind implements Strategy {

    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

    private PodKind() {}

    static ResourceDefinition definition() {
        return Definition.core("Pod", "pods")
                .shortName("po")
                .inAll()
                .status()
                .subresource("attach", "PodAttachOptions", "create", "get")
                .subresource("binding", "Binding", "create")
                .subresource("ephemeralcontainers", "Pod", "get", "patch", "update")
                .subresource(new Subresource("eviction", "policy", "v1", "Eviction", Set.of("create")))
                .subresource("exec", "PodExecOptions", "create", "get")
                .subresource("log", "Pod", "get")
                .subresource("portforward", "PodPortForwardOptions", "create", "get")
                .subresource("proxy", "PodProxyOptions", "create", "delete", "get", "patch", "update")
                .subresource("resize", "Pod", "get", "patch", "update")
                .selectable(
                        "spec.nodeName",
                        "spec.restartPolicy",
                        "spec.schedulerName",
                        "spec.serviceAccountName",
                        "spec.hostNetwork",
                        "status.phase",
                        "status.podIP",
                        "status.nominatedNodeName")
                .selectableAt("status.podIPs", "/status/podIP")
                .selectableAt("spec.host", "/spec/nodeName")
                .build(PodColumns.POD, new PodKind());
    }

    @Override
    public void applyDefaults(ObjectNode pod) {
        PodDefaults.apply(pod);
    }

    @Override
    public void prepareForCreate(ObjectNode pod, Context context) {
        JsonNode spec = pod.path("spec");
        ObjectNode status = pod.putObject("status");
        status.put("phase", "Pending");
        status.put("qosClass", QosClass.of(spec));
        ProfileAnnotations.copyToFields(pod).forEach(context.warnings());
        if (!spec.path("schedulingGates").isEmpty()) {
            status.putArray("conditions")
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("status", "False")
                    .put(
                            "lastTransitionTime",
                            context.now().truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("reason", "SchedulingGated")
                    .put("message", "Scheduling is blocked due to non-empty scheduling gates");
        }
    }

    /** What a node reports leaves owner references and the class given at creation alone. */
    @Override
    public void prepareForStatusUpdate(ObjectNode pod, ObjectNode old, Context context) {
        Strategy.super.prepareForStatusUpdate(pod, old, context);
        ObjectNode metadata = Nodes.child(pod, "metadata");
        JsonNode owners = old.path("metadata").path("ownerReferences");
        if (owners.isMissingNode()) {
            metadata.remove("ownerReferences");
        } else {
            metadata.set("ownerReferences", owners);
        }
        ObjectNode status = Nodes.child(pod, "status");
        if (Nodes.text(status, "qosClass").isEmpty() && Nodes.has(old.path("status"), "qosClass")) {
            status.set("qosClass", old.get("status").get("qosClass"));
        }
        syncAddresses(status, "podIP", "podIPs");
        syncAddresses(status, "hostIP", "hostIPs");
    }

    /** Keeps all but what the subresource is for: containers to debug with, or what containers get. */
    @Override
    public void prepareForPart(String subresource, ObjectNode pod, ObjectNode old, Context context) {
        ObjectNode spec = Nodes.child(pod, "spec").deepCopy();
        ObjectNode kept = Nodes.copy(old.path("spec"));
        if (subresource.equals("ephemeralcontainers")) {
            move(spec, kept, "ephemeralContainers");
        } else if (sameContainers(spec, kept)) {
            for (String list : List.of("containers", "initContainers")) {
                List<ObjectNode> wanted = Nodes.objects(spec, list);
                List<ObjectNode> present = Nodes.objects(kept, list);
                for (int i = 0; i < wanted.size(); i++) {
                    move(wanted.get(i), present.get(i), "resources");
                    move(wanted.get(i), present.get(i), "resizePolicy");
                }
            }
            move(spec, kept, "resources");
        } else {
            // validation says what is wrong with that
            kept = spec;
        }
        pod.set("spec", kept);
        pod.set("status", old.path("status").deepCopy());
        StatusMetadata.keep(pod, old);
    }

    private static boolean sameContainers(ObjectNode spec, ObjectNode old) {
        return Stream.of("containers", "initContainers")
                .allMatch(list -> names(spec, list).equals(names(old, list)));
    }

    private static List<String> names(ObjectNode spec, String list) {
        return Nodes.objects(spec, list).stream()
                .map(container -> Nodes.text(container, "name"))
                .toList();
    }

    private static void move(ObjectNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }

    @Override
    public void validatePart(String subresource, ObjectNode pod, ObjectNode old, FieldErrors errors) {
        if (subresource.equals("ephemeralcontainers")) {
            PodPartRules.ephemeralContainers(Field.root(pod, errors), old);
        } else {
            List<String> classes = List.of(QosClass.of(old.path("spec")), QosClass.of(pod.path("spec")));
            PodPartRules.resize(Field.root(pod, errors), old, classes);
        }
    }

    /** The single address is the first of all; either may be written alone. */
    private static void syncAddresses(ObjectNode status, String single, String all) {
        String first = status.path(all).path(0).path("ip").asText("");
        String given = Nodes.text(status, single);
        if (first.isEmpty() && !given.isEmpty()) {
            status.putArray(all).addObject().put("ip", given);
        } else if (!first.isEmpty() && given.isEmpty()) {
            status.put(single, first);
        }
    }

    @Override
    public String selectableValue(String field, ObjectNode pod, String text) {
        return field.equals("spec.hostNetwork") && text.isEmpty() ? "false" : text;
    }

    /** A pod that runs nowhere has nobody to stop it gracefully; below 0 means 1 s, the least that is not by force. */
    @Override
    public long gracePeriodSeconds(ObjectNode pod, Long requested) {
        boolean runs = !Nodes.text(pod.path("spec"), "nodeName").isEmpty()
                && !FINISHED.contains(Nodes.text(pod.path("status"), "phase"));
        if (!runs) {
            return 0;
        }
        long period = requested != null
                ? requested
                : pod.path("spec").path("terminationGracePeriodSeconds").asLong();
        return period < 0 ? 1 : period;
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }

    @Override
    public void validate(ObjectNode pod, FieldErrors errors) {
        PodRules.pod(Field.root(pod, errors));
    }

    @Override
    public void validateNew(ObjectNode pod, FieldErrors errors) {
        PodRules.newPod(Field.root(pod, errors));
    }

    @Override
    public void validateUpdate(ObjectNode pod, ObjectNode old, FieldErrors errors) {
        PodUpdateRules.check(Field.root(pod, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode pod, ObjectNode old, FieldErrors errors) {
        PodStatusRules.check(Field.root(pod, errors), old);
    }

    @Override
    public List<String> warnings(ObjectNode pod) {
        List<String> warnings = new ArrayList<>(WorkloadWarnings.ofName(pod, "this is used in the Pod's hostname"));
        warnings.addAll(PodWarnings.of(pod, ""));
        return warnings;
    }

    @Override
    public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        return List.of();
    }
}
