package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.ScalePaths;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.WorkloadDefaults;
import io.gantry.resource.table.WorkloadColumns;
import io.gantry.resource.validation.ClaimWarnings;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.StatefulSetRules;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** StatefulSet (apps). */
final class StatefulSetKind implements Strategy {

    private static final String MAX_UNAVAILABLE = "maxUnavailable";

    private StatefulSetKind() {}

    static ResourceDefinition definition() {
        return Definition.of("apps", "StatefulSet", "statefulsets")
                .shortName("sts")
                .inAll()
                .status()
                .scale()
                .build(WorkloadColumns.STATEFUL_SET, new StatefulSetKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        WorkloadDefaults.statefulSet(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status").put("replicas", 0).put("availableReplicas", 0);
        dropMaxUnavailable(object);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old, Context context) {
        Strategy.super.prepareForUpdate(object, old, context);
        if (!rollingUpdate(old).has(MAX_UNAVAILABLE)) {
            dropMaxUnavailable(object);
        }
    }

    /** Upstream has switched this off: a field that is new to an object is not taken. */
    private static void dropMaxUnavailable(ObjectNode object) {
        if (rollingUpdate(object) instanceof ObjectNode rolling) {
            rolling.remove(MAX_UNAVAILABLE);
        }
    }

    private static JsonNode rollingUpdate(ObjectNode object) {
        return object.path("spec").path("updateStrategy").path("rollingUpdate");
    }

    @Override
    public Optional<ScalePaths> scale() {
        return Optional.of(ScalePaths.WORKLOAD);
    }

    /** Its pods' host names begin with it. */
    @Override
    public List<String> nameErrors(String name) {
        return NameRules.dnsLabel(name);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        StatefulSetRules.check(Field.root(object, errors));
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        StatefulSetRules.checkNew(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        StatefulSetRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        StatefulSetRules.status(Field.root(object, errors), old);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        List<String> warnings = new ArrayList<>(WorkloadWarnings.ofTemplate(object));
        warnings.addAll(ofClaimsAndHistory(object.path("spec"), ""));
        return warnings;
    }

    @Override
    public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
        List<String> warnings = new ArrayList<>(WorkloadWarnings.ofChange(object, old));
        warnings.addAll(ofClaimsAndHistory(object.path("spec"), ".Spec"));
        return warnings;
    }

    /** @param part what upstream adds to the path of a claim, which is another one for changes */
    private static List<String> ofClaimsAndHistory(JsonNode spec, String part) {
        List<String> warnings = new ArrayList<>();
        List<ObjectNode> claims = Nodes.objects(spec, "volumeClaimTemplates");
        for (int i = 0; i < claims.size(); i++) {
            String path = "spec.volumeClaimTemplates[" + i + "]" + part;
            warnings.addAll(ClaimWarnings.ofSpec(claims.get(i).path("spec"), path));
        }
        if (spec.path("revisionHistoryLimit").asLong() < 0) {
            warnings.add("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is"
                    + " recommended");
        }
        return warnings;
    }
}
