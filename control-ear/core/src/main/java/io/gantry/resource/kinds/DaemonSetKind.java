package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.WorkloadDefaults;
import io.gantry.resource.table.WorkloadColumns;
import io.gantry.resource.validation.DaemonSetRules;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.SemanticEquality;
import io.gantry.schema.EmptyCollections;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schemas;
import io.gantry.status.FieldErrors;
import java.util.List;
import java.util.regex.Pattern;

/** DaemonSet (apps). */
final class DaemonSetKind implements Strategy {

    private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
    private static final Pattern GENERATION = Pattern.compile("[0-9]{1,18}");

    private static final ObjectSchema SCHEMA =
            Schemas.builtIn().find("io.k8s.api.apps.v1.DaemonSet").orElseThrow();

    private DaemonSetKind() {}

    static ResourceDefinition definition() {
        return Definition.of("apps", "DaemonSet", "daemonsets")
                .shortName("ds")
                .inAll()
                .status()
                .build(WorkloadColumns.DAEMON_SET, new DaemonSetKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        WorkloadDefaults.daemonSet(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        ObjectNode status = object.putObject("status");
        for (String count :
                List.of("currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady")) {
            status.put(count, 0);
        }
        setTemplateGeneration(object, Math.max(1, templateGeneration(object)));
    }

    /** A kind of generation of its own that counts changes of the template only; older clients look at it. */
    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        Strategy.super.prepareForUpdate(object, old, context);
        long before = templateGeneration(old);
        boolean changed = !SemanticEquality.same(template(object), template(old));
        setTemplateGeneration(object, changed ? before + 1 : before);
    }

    /** As it is written. */
    private static JsonNode template(ObjectNode object) {
        return EmptyCollections.WRITTEN.in(SCHEMA, object).at("/spec/template");
    }

    private static long templateGeneration(ObjectNode object) {
        String text = Nodes.text(object.path("metadata").path("annotations"), TEMPLATE_GENERATION);
        return GENERATION.matcher(text).matches() ? Long.parseLong(text) : 0;
    }

    private static void setTemplateGeneration(ObjectNode object, long generation) {
        ObjectNode metadata = Nodes.child(object, "metadata");
        Nodes.child(metadata, "annotations").put(TEMPLATE_GENERATION, Long.toString(generation));
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        DaemonSetRules.check(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        DaemonSetRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        DaemonSetRules.status(Field.root(object, errors), old);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return WorkloadWarnings.ofTemplate(object);
    }

    @Override
    public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        return templateGeneration(object) == templateGeneration(old) ? List.of() : warnings(object);
    }
}
